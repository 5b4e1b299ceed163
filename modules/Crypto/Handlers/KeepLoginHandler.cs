using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Writes the login beside the keys, durably, before the server is told anything.</summary>
internal sealed class KeepLoginHandler(KeyCabinet cabinet) : IRequestHandler<KeepLogin, bool>
{
    public Task<bool> Handle(KeepLogin request, CancellationToken cancellationToken)
    {
        var address = LoginAddress.From(request.User, request.Database);
        using var account = new KeptAccount(address.User, address.Database)
        {
            Login = Key(request.ServerPassword),
            Coming = request.Coming is null ? null : Key(request.Coming),
            SecretKey = request.SecretKey is null ? null : SecretKey(request.SecretKey),
            Token = request.Token is null ? null : Token(request.Token),
        };
        cabinet.Keep(request.Remote, account);
        return Task.FromResult(true);
    }

    private static GuardedKey Key(Secret text)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            return CanonicalBase64Url.TryDecode(text.Utf8, key)
                ? new GuardedKey(key)
                : throw new UsageException("LoginInvalid", "Only a login that was derived from a password can be kept.", "Take it from BeginLogin.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static Secret Token(Secret text) => KeptAccount.IsToken(text.Utf8)
        ? text.Copy()
        : throw new UsageException("LoginInvalid", $"A token has 1 to {KeptAccount.MaxToken} letters, digits and -._~+/=.", "Give the token alone, without the word Bearer before it.");

    private static GuardedKey SecretKey(Secret printed)
    {
        Span<byte> key = stackalloc byte[GuardedKey.Size];
        try
        {
            key.Clear();
            PrintedKey.SecretKey.Parse(printed, key[..KeptAccount.SecretKeySize]);
            return new GuardedKey(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
