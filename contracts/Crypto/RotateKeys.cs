using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Makes the next keys of this vault: a master key, an epoch key and a recovery key that whoever holds the present ones cannot know (crypto.md §2.6).</summary>
/// <remarks>
/// Nothing is durable before <see cref="CommitRotation"/>; beginning again forgets what was begun. The order is: begin, name every
/// leaf that stays valid, seal their list and send its pieces, wrap, send the vault document, commit.
/// </remarks>
/// <returns>The epoch that follows.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record BeginRotation : IRequest<int>;

/// <summary>Names leaves that stay valid although they are sealed under keys that are about to close. What is not named is refused from then on.</summary>
/// <returns>How many are named so far.</returns>
/// <exception cref="Errors.UsageException"><c>RotationMissing</c>, <c>LeafInvalid</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record NameClosingLeaves(ImmutableArray<ClosingLeaf> Leaves) : IRequest<int>;

/// <summary>A leaf as a server knows it.</summary>
/// <param name="RemoteId">The document's id there.</param>
/// <param name="Revision">The leaf.</param>
public sealed record ClosingLeaf(string RemoteId, Revision Revision);

/// <summary>Puts the named leaves into a sealed file of their own, the closing list, and gives one piece of it.</summary>
/// <param name="Piece">From 0; the last one is the manifest.</param>
/// <exception cref="Errors.UsageException"><c>RotationMissing</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record SealClosingPiece(int Piece) : IRequest<ClosingPiece>;

/// <summary>One piece of the closing list, for the chunks' database.</summary>
/// <param name="Blob">Its address and bytes.</param>
/// <param name="IsLast">Whether no piece follows.</param>
public sealed record ClosingPiece(SealedBlob Blob, bool IsLast);

/// <summary>Wraps the next keys for the server, under a login with the new password and a new recovery code.</summary>
/// <param name="Login">The login; see <see cref="BeginLogin"/>.</param>
/// <param name="Shown">The vault document that the server shows now: its slots are replaced, and their generations go on from it.</param>
/// <exception cref="Errors.UsageException"><c>RotationMissing</c>, <c>LoginUnknown</c>.</exception>
/// <exception cref="Errors.VaultException">The server shows another vault, or an older state of it.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record WrapRotation(long Login, BodyBytes Shown) : IRequest<WrappedVault>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>The server holds the rotated vault: its keys become this device's, durably.</summary>
/// <returns>The vault under its new epoch.</returns>
/// <exception cref="Errors.UsageException"><c>RotationMissing</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record CommitRotation : IRequest<VaultDescription>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>Wraps the present keys for a server that shows this vault under older ones, under a login that opens those and a new recovery code.</summary>
/// <param name="Login">The login; see <see cref="BeginLogin"/>.</param>
/// <param name="Shown">The vault document that the server shows now.</param>
/// <returns>Null when the document has the present keys.</returns>
/// <exception cref="Errors.VaultException"><c>SlotInvalid</c>, <c>VaultMismatch</c>, <c>VaultRotated</c>: its keys are newer than this device's.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record WrapNewerKeys(long Login, BodyBytes Shown) : IRequest<WrappedVault?>;
