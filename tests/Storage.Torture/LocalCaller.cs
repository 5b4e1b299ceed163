using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Torture;

/// <summary>Moves checkpoints: documents that never replicate, in both databases.</summary>
internal sealed class LocalCaller(string name, int seed, IMediator mediator, Report report) : Caller(name, seed, mediator, report)
{
    public override async Task RunAsync()
    {
        while (true)
        {
            var database = Words.Percent() < 50 ? DatabaseName.Vault : Order.Relay;
            var id = $"{Name}-{Words.Below(5)}";
            var version = (await Mediator.Send(new GetLocalDocument(database, id)))?.Version;
            var body = new BodyBytes(Words.Content(Words.New()).Utf8);

            var attempt = Report.TryLocal(database, id, (version ?? 0) + 1, body);
            var outcome = await Mediator.Send(new PutLocalDocument(database, id, body, version));
            if (outcome != new LocalDocumentOutcome(Saved: true, (version ?? 0) + 1))
            {
                throw new InvalidOperationException($"_local/{id} at {version} was answered with {outcome}.");
            }

            Report.Done(attempt);
        }
    }
}
