using System.Globalization;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Host.Maintenance;

/// <summary>Does the host's own jobs by asking the modules.</summary>
internal sealed class MaintenanceHandler(IMediator mediator, Func<HostSettings> settings, TimeProvider time)
    : IRequestHandler<RunStoreCheck, JobOutcome>, IRequestHandler<RunRemoteCheck, JobOutcome>, IRequestHandler<RunBackup, JobOutcome>
{
    public async Task<JobOutcome> Handle(RunStoreCheck request, CancellationToken cancellationToken)
    {
        var findings = await mediator.Send(new CheckStore(), cancellationToken);
        var problems = findings.Count(finding => !finding.Healthy);
        return new(problems == 0, problems == 0 ? Text($"{findings.Length} checks, all is well") : Text($"{findings.Length} checks, {problems} problems; 'aurix doctor' names them"));
    }

    public async Task<JobOutcome> Handle(RunRemoteCheck request, CancellationToken cancellationToken)
    {
        var status = await mediator.Send(new DescribeSync(), cancellationToken);
        var outcomes = new List<JobOutcome>();
        foreach (var remote in status.Each.Where(sync => sync.State is SyncState.Enabled).Select(sync => sync.Remote))
        {
            var outcome = await VerifyAsync(remote, cancellationToken);
            outcomes.Add(status.Remotes.IsEmpty ? outcome : outcome with { Summary = $"{remote}: {outcome.Summary}" });
        }

        return outcomes.Count == 0
            ? new(true, "sync is off, or paused")
            : new(outcomes.TrueForAll(outcome => outcome.Succeeded), string.Join("; ", outcomes.Select(outcome => outcome.Summary)));
    }

    private async Task<JobOutcome> VerifyAsync(RemoteName remote, CancellationToken cancellationToken)
    {
        var found = await mediator.Send(new VerifyRemote { Remote = remote }, cancellationToken);
        var looked = Text($"{found.Documents} documents, {found.Leaves} leaves that open, {found.Files} files");
        return found.FindingCount == 0 ? new(true, $"{looked}; all is ours and there") : new(false, Text($"{looked}, {found.FindingCount} findings; {RemoteHint.Aim("'aurix verify-remote'", remote)} names them"));
    }

    public async Task<JobOutcome> Handle(RunBackup request, CancellationToken cancellationToken)
    {
        var (folder, copies) = (settings().BackupFolder, settings().BackupCopies);
        if (folder is null || !Path.IsPathFullyQualified(folder))
        {
            return new(false, "backup.folder in aurix.json names no folder by its whole path");
        }

        if (!Directory.Exists(folder))
        {
            return new(false, "the folder for backups is not there; make it, or put its disk back"); // not made: where a disk is missing, it would be on another one
        }

        try
        {
            var backups = new BackupCopies(folder);
            var files = await Backup.MakeAsync(mediator, backups.NameFor(time.GetUtcNow()), cancellationToken);
            return new(true, Text($"{files.Length} files, {files.Sum(file => file.Bytes)} bytes, checked; {backups.Keep(copies)} backups are kept"));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return new(false, $"the backup was not made: {trouble.Message}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
