using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Wipes the keys, and the logins in progress with them.</summary>
internal sealed class LockVaultHandler(KeyCabinet cabinet, LoginBook book) : IRequestHandler<LockVault, bool>
{
    public Task<bool> Handle(LockVault request, CancellationToken cancellationToken)
    {
        var locked = cabinet.Lock();
        if (locked)
        {
            book.Clear();
        }

        return Task.FromResult(locked);
    }
}
