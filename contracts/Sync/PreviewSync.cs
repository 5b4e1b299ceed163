using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Works out what would leave this device, without asking any server.</summary>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>: there is nowhere to go.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record PreviewSync : IRequest<SyncPreview>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>What would leave this device, sealed.</summary>
/// <param name="Address">Where to.</param>
/// <param name="User">As whom.</param>
/// <param name="Documents">Documents that are not deleted.</param>
/// <param name="DeletedDocuments">Documents that are deleted: that they are goes along, and what histories hold of them.</param>
/// <param name="Files">Attached files of which bytes are here.</param>
/// <param name="FileBytes">How many bytes of them are here, before sealing.</param>
/// <param name="ServerStores">What the server will be able to see of what it stores, one sentence each.</param>
/// <param name="ServerInfers">What it will be able to infer while it serves requests, as in the leak report.</param>
public sealed record SyncPreview(
    string Address,
    string User,
    long Documents,
    long DeletedDocuments,
    long Files,
    long FileBytes,
    ImmutableArray<string> ServerStores,
    ImmutableArray<string> ServerInfers)
{
    /// <summary>Of the documents, those that stay here by choice (<c>sync.types</c>, <c>sync.ids</c>, <c>sync.selector</c>), by type. What the server has already does not.</summary>
    public ImmutableArray<LeftOutDocuments> StayHere { get; init; } = [];
}

/// <summary>How many documents of one type are left out by choice.</summary>
/// <param name="Type">The type.</param>
/// <param name="Documents">How many.</param>
public sealed record LeftOutDocuments(string Type, long Documents);
