using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>One remote after the other has its turn; what ails one never costs another its own.</summary>
internal static class Turns
{
    /// <summary>Does a job in each, and answers with all that came of it, under the remotes' names where there are several.</summary>
    public static async Task<JobOutcome> RunAsync(ImmutableArray<Room> rooms, Func<Room, Task<JobOutcome>> job)
    {
        var outcomes = new List<JobOutcome>();
        foreach (var room in rooms)
        {
            var outcome = await job(room);
            outcomes.Add(rooms.Length == 1 ? outcome : outcome with { Summary = $"{room.Remote}: {outcome.Summary}" });
        }

        return new(outcomes.TrueForAll(outcome => outcome.Succeeded), string.Join("; ", outcomes.Select(outcome => outcome.Summary)));
    }

    /// <summary>Tries each until one says that it was enough; if none does, the first failure is thrown.</summary>
    /// <returns>Whether one was enough.</returns>
    public static async Task<bool> TryAsync(ImmutableArray<Room> rooms, Func<Room, Task<bool>> isEnough)
    {
        AurixException? trouble = null;
        foreach (var room in rooms)
        {
            try
            {
                if (await isEnough(room))
                {
                    return true;
                }
            }
            catch (AurixException failure)
            {
                trouble ??= failure;
            }
        }

        if (trouble is not null)
        {
            ExceptionDispatchInfo.Throw(trouble);
        }

        return false;
    }
}
