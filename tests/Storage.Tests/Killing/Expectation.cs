using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Tests.Torture;

namespace Aurix.Platform.Tests;

/// <summary>What must be true of a store, going by what its children said before they were killed.</summary>
internal sealed class Expectation
{
    private readonly Dictionary<int, object> _pending = [];

    public Dictionary<(string Database, string Id), ExpectedDocument> Documents { get; } = [];

    public Dictionary<(string Database, string Id), (long Version, string Hash)> Locals { get; } = [];

    /// <summary>Files by database and key. Their hash, and whether this round stored them.</summary>
    public Dictionary<(string Database, string Key), (string Hash, bool IsNew)> Files { get; } = [];

    /// <summary>The last place in each feed that anybody was shown.</summary>
    public Dictionary<string, long> Seen { get; } = new() { ["vault"] = 0, ["relay"] = 0 };

    /// <summary>Whether the databases were acknowledged.</summary>
    public bool HasVault { get; private set; }

    public bool HasRelay { get; private set; }

    /// <summary>How many operations were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Operations that may or may not have happened: at most one for each caller.</summary>
    public IEnumerable<List<Attempt>> PendingEdits => _pending.Values.OfType<List<Attempt>>();

    public IEnumerable<PendingFile> PendingFiles => _pending.Values.OfType<PendingFile>();

    public IEnumerable<PendingLocal> PendingLocals => _pending.Values.OfType<PendingLocal>();

    public void Hear(string line)
    {
        var parts = line.Split(' ');
        switch (parts[0])
        {
            case "opened":
                (HasVault, HasRelay) = (true, HasRelay || parts[1] == "relay");
                break;
            case "saw":
                Saw(parts[1], Number(parts[2]));
                break;
            case "try":
                Try((int)Number(parts[1]), parts[2], parts[3..]);
                break;
            case "done":
                Done((int)Number(parts[1]), parts[2..]);
                break;
            case "failed":
                throw new InvalidOperationException($"The child was refused something: {line}");
        }
    }

    /// <summary>What was in doubt is known now, and what a round touched was looked at.</summary>
    public void Settle()
    {
        _pending.Clear();
        foreach (var document in Documents.Values)
        {
            document.IsTouched = false;
        }

        foreach (var (key, file) in Files.ToList())
        {
            Files[key] = file with { IsNew = false };
        }
    }

    public ExpectedDocument Document(Attempt attempt)
    {
        if (!Documents.TryGetValue((attempt.Database, attempt.Id), out var document))
        {
            Documents.Add((attempt.Database, attempt.Id), document = new ExpectedDocument(attempt.Database, attempt.Id));
        }

        return document;
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private void Saw(string database, long sequence) => Seen[database] = Math.Max(Seen[database], sequence);

    private void Try(int number, string what, string[] parts)
    {
        switch (what)
        {
            case "doc" when _pending.TryGetValue(number, out var batch):
                ((List<Attempt>)batch).Add(Attempt.Parse(parts));
                break;
            case "doc":
                _pending.Add(number, new List<Attempt> { Attempt.Parse(parts) });
                break;
            case "blob":
                _pending.Add(number, new PendingFile(parts[0], Number(parts[1]), parts[2]));
                break;
            case "local":
                _pending.Add(number, new PendingLocal(parts[0], parts[1], Number(parts[2]), parts[3]));
                break;
        }
    }

    private void Done(int number, string[] outcomes)
    {
        Acknowledged++;
        Assert.True(_pending.Remove(number, out var done));
        switch (done)
        {
            case List<Attempt> edits:
                foreach (var (attempt, outcome) in edits.Zip(outcomes, (attempt, outcome) => (attempt, outcome.Split(','))))
                {
                    long? sequence = outcome[1] == "-" ? null : Number(outcome[1]);
                    Document(attempt).Add(attempt, Revision.Parse(outcome[0]), sequence);
                    Saw(attempt.Database, sequence ?? 0);
                }

                break;
            case PendingFile file:
                Files[(file.Database, outcomes[0])] = (file.Hash, IsNew: true);
                break;
            case PendingLocal local:
                Locals[(local.Database, local.Id)] = (local.Version, local.Hash);
                break;
        }
    }
}

/// <summary>A file whose end nobody was told.</summary>
internal sealed record PendingFile(string Database, long Length, string Hash);

/// <summary>A write of a local document whose end nobody was told.</summary>
internal sealed record PendingLocal(string Database, string Id, long Version, string Hash);
