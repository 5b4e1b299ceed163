using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync.Filters;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Whether everything that other devices vouch for is here, set aside by name, or superseded; what is not is named after a grace.</summary>
internal sealed class OmissionCheck(IMediator mediator, LogShelf shelf, Sharing sharing, TimeProvider time)
{
    /// <summary>Rounds: a device that reads while another writes may see the log before the document.</summary>
    public const int Grace = 3;

    private const int PageSize = 1000;

    private const int MostAbsent = 10_000; // entries: more hold more in memory, fewer read all logs once more for each so many

    private static readonly TimeSpan GraceTime = TimeSpan.FromMinutes(10);

    /// <summary>What is still open.</summary>
    /// <param name="state">The pins are the new ones already, and the shelf holds their logs.</param>
    /// <param name="learnt">What was learnt in this round.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<ImmutableArray<OpenEntry>> RunAsync(DeviceState state, IReadOnlyList<LearntLog> learnt, CancellationToken cancellationToken)
    {
        var open = ImmutableArray.CreateBuilder<OpenEntry>();
        var absent = new List<(OpenEntry Open, LogEntry Entry)>();
        var seen = new HashSet<(string, Revision)>();
        await foreach (var asked in AskedAsync(state, learnt, cancellationToken))
        {
            absent.AddRange((await AbsentAsync(asked, cancellationToken)).Where(pair => seen.Add((pair.Entry.RemoteId, pair.Entry.Revision))));
            if (absent.Count >= MostAbsent)
            {
                open.AddRange(await OpenAsync(state, absent, cancellationToken));
                absent.Clear();
            }
        }

        open.AddRange(absent.Count == 0 ? [] : await OpenAsync(state, absent, cancellationToken));
        return open.ToImmutable();
    }

    // A first log is as long as the vault is large: a piece at a time, and of most nothing is kept.
    private async IAsyncEnumerable<List<(OpenEntry Open, LogEntry Entry)>> AskedAsync(DeviceState state, IReadOnlyList<LearntLog> learnt, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var part in state.Open.Chunk(PageSize))
        {
            yield return [.. part.Select(open => (open, LogShelf.Decode(open.Entry)[0]))];
        }

        foreach (var log in learnt)
        {
            var page = new List<(OpenEntry Open, LogEntry Entry)>();
            await foreach (var piece in shelf.ReadPiecesAsync(log.Head.Device, log.From, log.Head.Head.Entries, cancellationToken))
            {
                page.AddRange(piece.Select(entry => (new OpenEntry(log.Head.Device, LogShelf.Encode(entry), now, 0), entry)));
                if (page.Count >= PageSize)
                {
                    yield return page;
                    page = [];
                }
            }

            yield return page;
        }
    }

    private async Task<List<(OpenEntry Open, LogEntry Entry)>> AbsentAsync(List<(OpenEntry Open, LogEntry Entry)> asked, CancellationToken cancellationToken)
    {
        var missing = await MissingAsync(asked.Select(pair => pair.Entry), cancellationToken);
        var absent = asked.Where(pair => missing.Contains((pair.Entry.RemoteId, pair.Entry.Revision))).ToList();
        if (absent.Count > 0)
        {
            // What is left out is on the server, or was; which of its revisions are, this device has chosen not to follow.
            var leftOut = await sharing.FindLeftOutAsync(absent.Select(pair => pair.Entry.RemoteId), cancellationToken);
            absent.RemoveAll(pair => leftOut.Contains(pair.Entry.RemoteId));
        }

        return absent;
    }

    private async Task<ImmutableArray<OpenEntry>> OpenAsync(DeviceState state, List<(OpenEntry Open, LogEntry Entry)> absent, CancellationToken cancellationToken)
    {
        var links = await LinksAsync(state, [.. absent.Select(pair => pair.Entry.RemoteId)], cancellationToken);
        var named = (await mediator.Send(new ListQuarantine(PageSize), cancellationToken))
            .Select(entry => entry.What)
            .Where(refused => refused.Code != "RevisionMissing") // names what the server did not give, which is just what is asked here
            .Select(refused => (refused.RemoteId, refused.Revision)).ToHashSet();
        var left = absent.Where(pair => !links.Superseded.Contains((pair.Entry.RemoteId, pair.Entry.Revision)) && !named.Contains((pair.Entry.RemoteId, pair.Entry.Revision.ToString()))).ToList();
        return left.Count == 0 ? [] : await AgeAsync(left, links, cancellationToken);
    }

    /// <summary>Those whose grace is over, as alarms.</summary>
    public async Task<ImmutableArray<Finding>> OverdueAsync(IEnumerable<OpenEntry> open, Func<string, string> label, CancellationToken cancellationToken)
    {
        var overdue = open.Where(entry => entry.Rounds >= Grace && time.GetUtcNow() - entry.Since >= GraceTime).ToList();
        if (overdue.Count == 0)
        {
            return [];
        }

        var names = await NamesAsync(overdue.Select(entry => LogShelf.Decode(entry.Entry)[0].RemoteId), cancellationToken);
        return
        [
            .. overdue.DistinctBy(entry => LogShelf.Decode(entry.Entry)[0].RemoteId).Select(entry =>
            {
                var id = LogShelf.Decode(entry.Entry)[0].RemoteId;
                var subject = names.TryGetValue(id, out var known) ? known.Value : id;
                return new Finding(AlarmCodes.Omission, subject, subject, string.Create(CultureInfo.InvariantCulture, $"By {entry.Since:yyyy-MM-dd HH:mm} UTC {label(entry.Device)}"));
            }),
        ];
    }

    /// <summary>The documents that stay open after their owner said to do without.</summary>
    public async Task<ImmutableArray<OpenEntry>> WithoutAsync(ImmutableArray<OpenEntry> open, IReadOnlyCollection<string> subjects, CancellationToken cancellationToken)
    {
        if (subjects.Count == 0 || open.IsEmpty)
        {
            return open;
        }

        var names = await NamesAsync(open.Select(entry => LogShelf.Decode(entry.Entry)[0].RemoteId), cancellationToken);
        return [.. open.Where(entry => LogShelf.Decode(entry.Entry)[0].RemoteId is var id && !subjects.Contains(id) && !(names.TryGetValue(id, out var known) && subjects.Contains(known.Value)))];
    }

    private async Task<HashSet<(string, Revision)>> MissingAsync(IEnumerable<LogEntry> entries, CancellationToken cancellationToken)
    {
        var missing = new HashSet<(string, Revision)>();
        foreach (var part in entries.GroupBy(entry => entry.RemoteId).Chunk(PageSize))
        {
            var answer = await mediator.Send(new FindMissingRevisions(DatabaseName.Vault, [.. part.Select(group => new RevisionOffer(group.Key, [.. group.Select(entry => entry.Revision)]))]), cancellationToken);
            missing.UnionWith(answer.SelectMany(document => document.Missing.Select(revision => (document.RemoteId, revision))));
        }

        return missing;
    }

    private async Task<LogLinks> LinksAsync(DeviceState state, HashSet<string> remoteIds, CancellationToken cancellationToken)
    {
        var parents = new Dictionary<(string, Revision), Revision>();
        var superseded = new HashSet<(string, Revision)>();
        foreach (var (device, count) in state.Pins.Select(pin => (pin.Key, pin.Value.Entries)).Append((state.Device, state.Entries)))
        {
            await foreach (var piece in shelf.ReadPiecesAsync(device, 0, count, cancellationToken))
            {
                foreach (var entry in piece.Where(entry => remoteIds.Contains(entry.RemoteId)))
                {
                    if (entry.ParentRevision is { } parent)
                    {
                        superseded.Add((entry.RemoteId, parent));
                        parents[(entry.RemoteId, entry.Revision)] = parent;
                    }
                }
            }
        }

        return new(superseded, parents);
    }

    // A revision is superseded, too, when something that was built on it is here. That its builder has not published its log yet is no
    // fault of the server: as long as the line of something here ends below it, it is not counted as missing.
    private async Task<ImmutableArray<OpenEntry>> AgeAsync(List<(OpenEntry Open, LogEntry Entry)> left, LogLinks links, CancellationToken cancellationToken)
    {
        var names = await NamesAsync(left.Select(pair => pair.Entry.RemoteId), cancellationToken);
        var aged = ImmutableArray.CreateBuilder<OpenEntry>();
        foreach (var (open, entry) in left)
        {
            var place = names.TryGetValue(entry.RemoteId, out var id) ? await PlaceAsync(id, entry, links, cancellationToken) : Place.Nowhere;
            if (place is not Place.BuiltUpon)
            {
                aged.Add(place is Place.ClaimedByUnlogged ? open : open with { Rounds = open.Rounds + 1 });
            }
        }

        return aged.ToImmutable();
    }

    private async Task<Place> PlaceAsync(DocumentId id, LogEntry entry, LogLinks links, CancellationToken cancellationToken)
    {
        var history = await mediator.Send(new ReadHistory(id), cancellationToken);
        var held = history.Where(known => known.Revision != entry.Revision).ToList();
        var absent = await MissingAsync(held.Select(known => entry with { Revision = known.Revision }), cancellationToken);
        var here = held.Where(known => !absent.Contains((entry.RemoteId, known.Revision))).ToList();
        var seals = here.Where(known => known.Parent is not null).ToDictionary(known => known.Revision, known => known.Parent!.Value);
        var claimed = false;
        foreach (var known in here)
        {
            // Up the line, over edges that a seal or a log vouches for, and no server's word.
            var at = known.Revision;
            while (at.Generation > entry.Revision.Generation && (seals.TryGetValue(at, out var parent) || links.Parents.TryGetValue((entry.RemoteId, at), out parent)))
            {
                at = parent;
            }

            if (at == entry.Revision)
            {
                return Place.BuiltUpon;
            }

            claimed |= at.Generation > entry.Revision.Generation; // the line ends before it could lead there: its author has not published yet
        }

        return claimed ? Place.ClaimedByUnlogged : Place.Nowhere;
    }

    // Only walked when something is missing.
    private async Task<Dictionary<string, DocumentId>> NamesAsync(IEnumerable<string> remoteIds, CancellationToken cancellationToken)
    {
        var wanted = remoteIds.ToHashSet(StringComparer.Ordinal);
        var names = new Dictionary<string, DocumentId>(StringComparer.Ordinal);
        var since = LocalSequence.Start;
        for (var caughtUp = false; !caughtUp && names.Count < wanted.Count;)
        {
            var changes = await mediator.Send(new ReadChanges(DatabaseName.Vault, since, PageSize), cancellationToken);
            foreach (var row in changes.Rows.Where(row => wanted.Contains(row.RemoteId!)))
            {
                names[row.RemoteId!] = row.Id;
            }

            (since, caughtUp) = (changes.LastSequence, changes.CaughtUp);
        }

        return names;
    }

    private enum Place
    {
        Nowhere,
        ClaimedByUnlogged,
        BuiltUpon,
    }

    private sealed record LogLinks(HashSet<(string, Revision)> Superseded, Dictionary<(string, Revision), Revision> Parents);
}
