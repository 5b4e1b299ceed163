using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>The keys of now over keys of before, by whoever knows the password of before. Never the other way round.</summary>
internal sealed class WrapNewerKeysHandler(KeyCabinet cabinet, LoginBook logins, VaultWrapper wrapper, ISodium sodium) : IRequestHandler<WrapNewerKeys, WrappedVault?>
{
    public Task<WrappedVault?> Handle(WrapNewerKeys request, CancellationToken cancellationToken)
    {
        var shown = VaultDocument.Read(request.Shown);
        return Task.FromResult(logins.Use(request.Login, login => Wrap(shown, login)));
    }

    private WrappedVault? Wrap(VaultDocument shown, OpenLogin login)
    {
        using var older = wrapper.OpenWithPassword(shown, login) ?? throw VaultErrors.SlotInvalid();
        Span<byte> recovery = stackalloc byte[GuardedKey.Size];
        try
        {
            using var lease = cabinet.Use();
            var keys = lease.Keys;
            if (keys.Vault != shown.Vault)
            {
                throw VaultErrors.AnotherVault(shown.Vault, keys.Vault);
            }

            if (older.Pins.Ring > keys.Pins.Ring)
            {
                throw VaultErrors.Rotated();
            }

            if (older.Pins.Ring == keys.Pins.Ring)
            {
                return null;
            }

            if (!keys.Extends(older, sodium))
            {
                throw VaultErrors.Malformed("its key ring has keys that this device lacks");
            }

            sodium.Random(recovery);
            return new WrappedVault(wrapper.Wrap(keys, login, recovery, older.Pins.Slot).Write(), PrintedKey.Recovery.Format(recovery));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
