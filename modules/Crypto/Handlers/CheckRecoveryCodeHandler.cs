using System.Security.Cryptography;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Finds a mistyped code before any server is asked (T18).</summary>
internal sealed class CheckRecoveryCodeHandler : IRequestHandler<CheckRecoveryCode, bool>
{
    public Task<bool> Handle(CheckRecoveryCode request, CancellationToken cancellationToken)
    {
        Span<byte> key = stackalloc byte[PrintedKey.Recovery.Size];
        PrintedKey.Recovery.Parse(request.RecoveryCode, key);
        CryptographicOperations.ZeroMemory(key);
        return Task.FromResult(true);
    }
}
