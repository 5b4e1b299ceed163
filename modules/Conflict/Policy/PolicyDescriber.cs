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

        // By type alone: which rule a single id falls under is told where its conflict is.
        var unserved = types
            .Select(pair => (Type: new DocumentType(pair.Key), Documents: pair.Value))
            .Select(one => (one.Type, one.Documents, Rule: policy.RuleFor(one.Type, new DocumentId("*"))))
            .Where(one => !one.Rule.IsServed)
            .Select(one => new UnservedType(one.Type, one.Rule.Rule.Strategy, one.Documents));
        return new(policy.Rules, [.. unserved]);
    }
}
