using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Counts what an import does.</summary>
internal sealed class ImportTally
{
    private readonly ImmutableArray<ImportRefusal>.Builder _refused = ImmutableArray.CreateBuilder<ImportRefusal>();
    private DocumentId? _lastBranched;
    private long _added;
    private long _known;
    private long _branched;
    private long _refusals;

    public long FilesAdded { get; set; }

    public void Refuse(string subject, Revision? revision, string code)
    {
        _refusals++;
        if (_refused.Count < ImportReport.MostListed)
        {
            _refused.Add(new ImportRefusal(subject, revision?.ToString(), code));
        }
    }

    public void Grafted(GraftOutcome outcome)
    {
        _ = outcome.Added ? _added++ : _known++;
        if (outcome.NeedsNormalisation && outcome.Id != _lastBranched)
        {
            // A document's revisions come one after the other.
            _lastBranched = outcome.Id;
            _branched++;
        }
    }

    public ImportReport Report(ArchiveManifest manifest, bool isOwn) =>
        new(manifest.Vault, isOwn, manifest.Documents, _added, _known, FilesAdded, _branched, _refusals, _refused.ToImmutable());
}
