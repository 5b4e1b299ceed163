using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Wraps the present vault under a login and under a new recovery key, which is shown once and kept nowhere.</summary>
internal sealed class WrapVaultHandler(KeyCabinet cabinet, LoginBook book, VaultWrapper wrapper, ISodium sodium) : IRequestHandler<WrapVault, WrappedVault>
{
    public Task<WrappedVault> Handle(WrapVault request, CancellationToken cancellationToken) =>
        Task.FromResult(book.Use(request.Login, Wrap));

    private WrappedVault Wrap(OpenLogin login)
    {
        Span<byte> recovery = stackalloc byte[GuardedKey.Size];
        try
        {
            sodium.Random(recovery);
            using var lease = cabinet.Use();
            return new WrappedVault(wrapper.Wrap(lease.Keys, login, recovery).Write(), PrintedKey.Recovery.Format(recovery));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(recovery);
        }
    }
}
