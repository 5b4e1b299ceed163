using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>Changes the policy as a vault document, so that it is sealed and reaches every device like any other.</summary>
internal sealed class PolicyWriter(IMediator mediator)
{
    /// <param name="change">From what the document holds, null when there is none, to what it shall hold; null when nothing is to change.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>False when there was nothing to change.</returns>
    public async Task<bool> ChangeAsync(Func<CanonicalJson?, CanonicalJson?> change, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new GetDocument(PolicyDocument.Id), cancellationToken) as GetOutcome.Found;
        var isThere = found is { Body.Deleted: false };
        if (change(isThere ? found!.Body.Content : null) is not { } content)
        {
            return false;
        }

        var put = new PutDocument(PolicyDocument.Id, content, isThere ? found!.Revision : null) { Type = DocumentType.Policy };
        return await mediator.Send(put, cancellationToken) is PutOutcome.Saved
            ? true
            : throw new UsageException("PolicyChanged", "Somebody else changed the conflict policy at the same moment.", "Look at it with 'aurix strategy list' and try again.");
    }
}
