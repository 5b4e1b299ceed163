using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Before every sync: is it still our vault, and nothing older? A newer key ring of it is kept.</summary>
internal sealed class CheckVaultDocumentHandler(KeyCabinet cabinet, VaultCheck check) : IRequestHandler<CheckVaultDocument, VaultDescription>
{
    public Task<VaultDescription> Handle(CheckVaultDocument request, CancellationToken cancellationToken)
    {
        var document = VaultDocument.Read(request.Document);
        var (newer, known) = Compare(document);
        return Task.FromResult(newer is null ? known : cabinet.Admit(newer));
    }

    // The lease must end before the cabinet can take the newer keys in.
    private (VaultKeys? Newer, VaultDescription Known) Compare(VaultDocument document)
    {
        using var lease = cabinet.Use();
        return (check.Run(document, lease.Keys), lease.Keys.Describe());
    }
}
