using System.Security.Cryptography;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>16 random bytes, printed. Kept only once a login that used them succeeded.</summary>
internal sealed class MakeSecretKeyHandler(ISodium sodium) : IRequestHandler<MakeSecretKey, Secret>
{
    public Task<Secret> Handle(MakeSecretKey request, CancellationToken cancellationToken)
    {
        Span<byte> key = stackalloc byte[PrintedKey.SecretKey.Size];
        try
        {
            sodium.Random(key);
            return Task.FromResult(PrintedKey.SecretKey.Format(key));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }
}
