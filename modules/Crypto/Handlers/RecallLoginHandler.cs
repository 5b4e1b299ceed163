using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Hands the kept login out, for the time of a connection.</summary>
internal sealed class RecallLoginHandler(KeyCabinet cabinet) : IRequestHandler<RecallLogin, KeptLogin?>
{
    public Task<KeptLogin?> Handle(RecallLogin request, CancellationToken cancellationToken) => Task.FromResult(
        cabinet.WithAccount(request.Remote, account => account.Login is null ? null : new KeptLogin(account.User, account.Database, Text(account.Login), account.Coming is null ? null : Text(account.Coming)) { Token = account.Token?.Copy() }));

    private static Secret Text(GuardedKey key)
    {
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(GuardedKey.Size)];
        try
        {
            Base64Url.EncodeToUtf8(key.Bytes, text);
            return new Secret(text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
