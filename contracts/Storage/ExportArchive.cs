using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Writes the whole vault into one portable file, in the clear: documents with their histories, files, checksums (docs/formats/archive.md).</summary>
/// <remarks>Documents are as of one moment, while others write. There is never half an archive under the name, and nothing is replaced.</remarks>
/// <param name="Path">The file to make. <c>UsageException</c> <c>ArchiveExists</c> when something is there.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record ExportArchive(string Path) : IRequest<ExportReport>;

/// <summary>What is in an archive.</summary>
/// <param name="Documents">Documents, deleted ones included.</param>
/// <param name="Revisions">Revisions with a body.</param>
/// <param name="Files">Files that are in it.</param>
/// <param name="MissingFiles">Files that documents name and that are not whole on this device.</param>
/// <param name="Missing">The first of those, by key.</param>
/// <param name="Bytes">How large the archive is.</param>
public sealed record ExportReport(long Documents, long Revisions, long Files, long MissingFiles, ImmutableArray<BlobKey> Missing, long Bytes)
{
    /// <summary>The most keys that <see cref="Missing"/> lists; the archive lists all.</summary>
    public const int MostListed = 1000;
}
