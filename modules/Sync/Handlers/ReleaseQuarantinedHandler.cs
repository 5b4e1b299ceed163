using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Handlers;

/// <summary>Refuses everything but what was late: only that was ever sealed by somebody with the keys.</summary>
internal sealed class ReleaseQuarantinedHandler(IMediator mediator) : IRequestHandler<ReleaseQuarantined, ReleaseOutcome>
{
    public async Task<ReleaseOutcome> Handle(ReleaseQuarantined request, CancellationToken cancellationToken)
    {
        if (await mediator.Send(new FindQuarantined(request.Number), cancellationToken) is not { } entry)
        {
            return ReleaseOutcome.Missing;
        }

        throw new UsageException(
            "NotReleasable",
            $"Entry {entry.Number} was set aside with {entry.What.Code}: {entry.What.Detail}",
            "Only what came after its epoch was closed can be released. Try it again with 'aurix quarantine retry', or drop it with 'aurix quarantine forget'.");
    }
}
