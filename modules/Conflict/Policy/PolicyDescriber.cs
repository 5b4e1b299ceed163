using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict.Policy;

/// <summary>Puts the policy in words, with the documents whose conflicts would have to wait.</summary>
internal sealed class PolicyDescriber(IMediator mediator, PolicyReader policies)
{
    public async Task<PolicyDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        var types = await mediator.Send(new CountTypes(), cancellationToken);
        var unserved = types
            .Select(pair => new UnservedType(new DocumentType(pair.Key), policy.RuleFor(new DocumentType(pair.Key)), pair.Value))
            .Where(type => policy.Find(type.Strategy) is null);
        return new(policy.Default, policy.Rules, [.. unserved]);
    }
}
