using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage;

/// <summary>Tells the house that something changed (step 4), once per commit.</summary>
internal sealed class DoorBell(IMediator mediator, ILogger<DoorBell> log)
{
    /// <summary>Rings. Whoever hears badly does not undo what is durable already: their failure is logged and ends here.</summary>
    public async Task RingAsync(DatabaseName database, Effects effects)
    {
        try
        {
            if (effects.Changed is { } sequence)
            {
                await mediator.Publish(new DocumentsChanged(database, sequence), CancellationToken.None);
            }

            if (effects.Conflicts.Count > 0)
            {
                await mediator.Publish(new ConflictsFound([.. effects.Conflicts]), CancellationToken.None);
            }
        }
        catch (Exception wrong)
        {
            StorageLog.BellFailed(log, wrong, database);
        }
    }
}
