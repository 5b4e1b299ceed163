using System.Collections.Immutable;
using Aurix.Platform.Crypto;

namespace Aurix.Platform.Sync.Devices;

/// <summary>A head that a server shows and that opened.</summary>
/// <param name="Head">What it says.</param>
/// <param name="Epoch">What it was sealed under.</param>
/// <param name="Seal">Commits to its bytes.</param>
/// <param name="Envelope">Its bytes.</param>
internal sealed record ShownHead(DeviceHead Head, int Epoch, string Seal, string Envelope)
{
    public string Device { get; } = Head.Device.ToString();
}

/// <summary>All heads that a server shows at one time.</summary>
/// <param name="Heads">By device.</param>
/// <param name="Versions">The server's own <c>_rev</c> of each head document, by its id.</param>
/// <param name="Refused">What lies under a head's name and is none.</param>
/// <param name="LacksKey">At least one is sealed under a key that this device does not have yet.</param>
internal sealed record HeadList(
    ImmutableSortedDictionary<string, ShownHead> Heads,
    ImmutableDictionary<string, string> Versions,
    ImmutableArray<RefusedDocument> Refused,
    bool LacksKey);

/// <summary>Something under a name of ours that does not open.</summary>
internal sealed record RefusedDocument(string RemoteId, string Revision, string Code, string Detail);
