using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Checks an archive, then takes it in: documents first, so that every file that is stored is named by one.</summary>
internal sealed class ArchiveImport(Minter minter, VaultGrafter grafter, IMediator mediator)
{
    /// <exception cref="Errors.AurixException"><c>ArchiveMissing</c>, <c>ArchiveTooNew</c>, <c>ArchiveDamaged</c>, <c>ArchiveNotRead</c>.</exception>
    public async Task<ImportReport> RunAsync(Database vault, string path, CancellationToken cancellationToken)
    {
        try
        {
            using var archive = ArchiveFile.Open(path);
            ArchiveCheck.Run(archive, cancellationToken);
            return await TakeAsync(vault, archive, cancellationToken);
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw ArchiveErrors.NotRead(path, wrong);
        }
    }

    private async Task<ImportReport> TakeAsync(Database vault, ArchiveFile archive, CancellationToken cancellationToken)
    {
        var owner = vault.Read(MetaSql.Vault);
        var isOwn = archive.Manifest.Vault == owner;
        var tally = new ImportTally();
        var files = new FileImport(vault, owner, archive, mediator, tally);
        using var renamed = isOwn ? null : new RenamedFiles();
        if (renamed is not null)
        {
            await files.RenameAsync(renamed, cancellationToken);
        }

        await new DocumentImport(vault, owner, renamed, minter, grafter, tally).RunAsync(archive, cancellationToken);
        await files.StoreAsync(file => renamed?.Renamed(file) ?? file, cancellationToken);
        return tally.Report(archive.Manifest, isOwn);
    }
}
