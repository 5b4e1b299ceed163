using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>Reads the policy from the vault and the loaded strategies from the host.</summary>
internal sealed class PolicyReader(IMediator mediator)
{
    public async Task<PolicyInForce> ReadAsync(CancellationToken cancellationToken)
    {
        var loaded = await mediator.Send(new ListStrategies(), cancellationToken);
        var strategies = loaded.ToImmutableDictionary(strategy => strategy.Id, StringComparer.Ordinal);
        if (await mediator.Send(new GetDocument(PolicyDocument.Id), cancellationToken) is not GetOutcome.Found { Body.Deleted: false } found)
        {
            return new(PolicyInForce.BuiltInDefault, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal), Stamp: null, strategies);
        }

        var (fallback, rules) = PolicyDocument.Read(found.Body.Content);
        return new(fallback, rules, found.Body.Stamp, strategies);
    }
}
