using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Takes an archive into the vault, losing nothing that is there (docs/formats/archive.md).</summary>
/// <remarks>
/// Nothing is touched unless every checksum of the archive is right (<c>StoreException</c> <c>ArchiveDamaged</c>). Into the vault it came from,
/// each revision and file goes only if the vault's keys give it exactly its name; into another vault, each gets a name under that vault's keys,
/// the same one every time. So a second import adds nothing, and one that was cut off is finished by running it again.
/// </remarks>
/// <param name="Path">The archive.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record ImportArchive(string Path) : IRequest<ImportReport>;

/// <summary>What an import did.</summary>
/// <param name="From">The vault that the archive was written from.</param>
/// <param name="IsOwn">Whether that is this vault; else everything got new names.</param>
/// <param name="Documents">Documents in the archive.</param>
/// <param name="Added">Revisions that were added.</param>
/// <param name="Known">Revisions that were here already.</param>
/// <param name="FilesAdded">Files that were added.</param>
/// <param name="Branched">Documents that Conflict now has to look at.</param>
/// <param name="RefusedCount">How many revisions and files were refused; everything else was taken.</param>
/// <param name="Refused">The first of those.</param>
public sealed record ImportReport(
    VaultId From,
    bool IsOwn,
    long Documents,
    long Added,
    long Known,
    long FilesAdded,
    long Branched,
    long RefusedCount,
    ImmutableArray<ImportRefusal> Refused)
{
    /// <summary>The most refusals that <see cref="Refused"/> lists.</summary>
    public const int MostListed = 1000;
}

/// <summary>Something in an archive that was not taken.</summary>
/// <param name="Subject">The document's id, or the file's key.</param>
/// <param name="Revision">The revision as the archive calls it; null for a file.</param>
/// <param name="Code">One of <see cref="RejectionCodes"/>, or <c>DocumentTooLarge</c>.</param>
public sealed record ImportRefusal(string Subject, string? Revision, string Code);
