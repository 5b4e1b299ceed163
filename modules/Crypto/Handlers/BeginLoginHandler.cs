using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Stretches a password, hands out the half that logs in and keeps the half that opens.</summary>
internal sealed class BeginLoginHandler(PasswordStretcher stretcher, KeySplit split, LoginBook book, KeyCabinet cabinet) : IRequestHandler<BeginLogin, LoginTicket>
{
    public async Task<LoginTicket> Handle(BeginLogin request, CancellationToken cancellationToken)
    {
        var address = LoginAddress.From(request.User, request.Database);
        using var secretKey = SecretKeyOf(request, address);
        using var password = PasswordNormaliser.Normalise(request.Password);
        return await stretcher.InTurnAsync(() => Begin(password, address, secretKey), cancellationToken);
    }

    /// <summary>16 bytes where the address asks for them, nothing where it does not: decided before a byte is derived or sent (T19).</summary>
    private Secret SecretKeyOf(BeginLogin request, LoginAddress address)
    {
        if (address.Mode is KeyMode.Password)
        {
            return request.SecretKey is null ? new Secret([]) : throw VaultErrors.SecretKeyUnwanted(address.Database);
        }

        Span<byte> key = stackalloc byte[PrintedKey.SecretKey.Size];
        try
        {
            if (request.SecretKey is { } printed)
            {
                PrintedKey.SecretKey.Parse(printed, key);
            }
            else if (!cabinet.TryRecallSecretKey(request.Remote, address.Database, key))
            {
                throw VaultErrors.SecretKeyMissing(address.Database);
            }

            return new Secret(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private LoginTicket Begin(Secret password, LoginAddress address, Secret secretKey)
    {
        Span<byte> stretched = stackalloc byte[GuardedKey.Size];
        Span<byte> auth = stackalloc byte[GuardedKey.Size];
        Span<byte> kek = stackalloc byte[GuardedKey.Size];
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(GuardedKey.Size)];
        try
        {
            stretcher.Stretch(stretched, password, address);
            split.Split(auth, kek, stretched, secretKey.Utf8);
            Base64Url.EncodeToUtf8(auth, text);
            return new LoginTicket(book.Begin(new OpenLogin(new GuardedKey(kek), address.Mode)), new Secret(text));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(stretched);
            CryptographicOperations.ZeroMemory(auth);
            CryptographicOperations.ZeroMemory(kek);
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
