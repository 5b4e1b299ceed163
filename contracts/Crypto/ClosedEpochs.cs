using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Asks whether earlier keys of this vault are closed, and whether the list of what stays valid under them is here.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record DescribeClosedEpochs : IRequest<ClosedEpochsDescription>;

/// <summary>What a rotation left behind.</summary>
/// <param name="Current">The epoch that things are sealed under; every earlier one is closed.</param>
/// <param name="List">The closing list as a file in the chunks' database; null when the keys were never rotated.</param>
/// <param name="Received">How many bytes of it are here.</param>
public sealed record ClosedEpochsDescription(int Current, BlobReference? List, long Received)
{
    /// <summary>Whether nothing has to be fetched before documents are opened.</summary>
    public bool IsHere => List is null || Received == List.Size;
}

/// <summary>Keeps a piece of the closing list, opened by <see cref="OpenChunk"/>. With the last piece the list is in force.</summary>
/// <param name="List">The file it is of.</param>
/// <param name="Offset">Where it belongs: exactly where the last piece ended.</param>
/// <param name="Data">The piece.</param>
/// <exception cref="Errors.VaultException"><c>ClosingListInvalid</c>: whoever rotated the keys wrote no such list.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record KeepClosingPiece(BlobReference List, long Offset, ReadOnlyMemory<byte> Data) : IRequest<ClosedEpochsDescription>
{
    /// <summary>The place and the size.</summary>
    public override string ToString() => $"{nameof(KeepClosingPiece)} {Offset}: {Data.Length} bytes";
}

/// <summary>Seals one piece of the closing list again, with the address it has, for a server that did not see the keys replaced.</summary>
/// <param name="Piece">From 0; the last one is the manifest.</param>
/// <exception cref="Errors.VaultException"><c>ClosedEpochsMissing</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record SealClosedPiece(int Piece) : IRequest<ClosingPiece>;

/// <summary>Asks of revisions which keys they are sealed under, and whether that still counts.</summary>
/// <param name="Drafts">What they say; <see cref="RevisionDraft.Known"/> is their hash.</param>
[RoutedTo(Roles.Crypto)]
public sealed record FindEpochs(ImmutableArray<RevisionDraft> Drafts) : IRequest<ImmutableArray<EpochStanding>>;

/// <summary>How a revision stands to the epochs of its vault.</summary>
public enum EpochStanding
{
    /// <summary>No key of this vault makes this revision out of this body.</summary>
    Unknown,

    /// <summary>Sealed under the present keys.</summary>
    Current,

    /// <summary>Sealed under closed keys, and named by the closing list: valid.</summary>
    Listed,

    /// <summary>Sealed under closed keys, and not named: other devices refuse it, so it has to be sealed anew.</summary>
    Unlisted,
}
