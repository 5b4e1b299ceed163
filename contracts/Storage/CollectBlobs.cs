using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Removes the bytes of files that no revision names any more, and what abandoned uploads and evictions left behind.</summary>
/// <remarks>May be stopped at any moment, also by a crash: what is left is garbage for the next time. Others may read and write meanwhile.</remarks>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record CollectBlobs(DatabaseName Database) : IRequest<CollectedBlobs>
{
    /// <summary>Counts, and removes nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// How long a stored file waits for a document to name it. Default 24 hours. At zero, a file may be gone between
    /// <see cref="FinishBlob"/> and <see cref="PutDocument"/>, which then answers <c>BlobMissing</c>; a long time keeps what nobody wants.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>What was removed, or would be.</summary>
/// <param name="Blobs">Files.</param>
/// <param name="Chunks">Their chunks.</param>
/// <param name="Bytes">What they held.</param>
public sealed record CollectedBlobs(int Blobs, int Chunks, long Bytes);
