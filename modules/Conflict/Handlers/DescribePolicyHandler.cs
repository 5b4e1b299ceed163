using Aurix.Platform.Conflict.Policy;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

internal sealed class DescribePolicyHandler(PolicyDescriber describer) : IRequestHandler<DescribePolicy, PolicyDescription>
{
    public Task<PolicyDescription> Handle(DescribePolicy request, CancellationToken cancellationToken) => describer.DescribeAsync(cancellationToken);
}
