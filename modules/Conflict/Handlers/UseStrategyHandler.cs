using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Writes the policy as a vault document, so that it is sealed and reaches every device like any other.</summary>
internal sealed class UseStrategyHandler(IMediator mediator, PolicyReader policies, PolicyDescriber describer) : IRequestHandler<UseStrategy, PolicyDescription>
{
    public async Task<PolicyDescription> Handle(UseStrategy request, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        if (policy.Find(request.Strategy) is null)
        {
            throw new ModuleException(
                "StrategyMissing",
                $"No conflict strategy '{request.Strategy}' is loaded.",
                $"Choose one of: {string.Join(", ", policy.Loaded.Keys.Order(StringComparer.Ordinal))}; or install its module.");
        }

        var content = request.Type is { } type
            ? PolicyDocument.Write(policy.Default, policy.Rules.SetItem(type.Value, request.Strategy))
            : PolicyDocument.Write(request.Strategy, policy.Rules);
        await WriteAsync(content, cancellationToken);
        return await describer.DescribeAsync(cancellationToken);
    }

    private async Task WriteAsync(CanonicalJson content, CancellationToken cancellationToken)
    {
        var parent = await mediator.Send(new GetDocument(PolicyDocument.Id), cancellationToken) is GetOutcome.Found { Body.Deleted: false } found ? found.Revision : (Revision?)null;
        var outcome = await mediator.Send(new PutDocument(PolicyDocument.Id, content, parent) { Type = DocumentType.Policy }, cancellationToken);
        if (outcome is not PutOutcome.Saved)
        {
            throw new UsageException("PolicyChanged", "Somebody else changed the conflict policy at the same moment.", "Look at it with 'aurix strategy list' and try again.");
        }
    }
}
