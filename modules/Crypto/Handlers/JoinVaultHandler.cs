using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Opens a server's vault with the password and keeps its keys, staged until Storage belongs to it.</summary>
internal sealed class JoinVaultHandler(KeyCabinet cabinet, LoginBook book, VaultWrapper wrapper, TimeProvider time) : IRequestHandler<JoinVault, VaultDescription>
{
    public Task<VaultDescription> Handle(JoinVault request, CancellationToken cancellationToken)
    {
        var document = VaultDocument.Read(request.Document);
        var keys = book.Use(request.Login, login => login.IsInvitation
            ? wrapper.OpenWithInvitation(document, login, time.GetUtcNow()) ?? throw VaultErrors.InvitationGone()
            : wrapper.OpenWithPassword(document, login) ?? throw VaultErrors.SlotInvalid());
        return Task.FromResult(cabinet.Admit(request.Remote, keys));
    }
}
