using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Opens heads as a server told them: one outcome for each, in order.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record OpenHeads(ImmutableArray<ReceivedDeviceDocument> Documents) : IRequest<ImmutableArray<OpenHeadOutcome>>;

/// <summary>A head or a log segment exactly as a server told it. Every part may be a lie.</summary>
/// <param name="RemoteId"><c>_id</c>.</param>
/// <param name="Envelope">The member <c>e</c>, null when there is none or it is no string.</param>
public sealed record ReceivedDeviceDocument(string RemoteId, string? Envelope);

/// <summary>How opening a head ended.</summary>
public abstract record OpenHeadOutcome
{
    private OpenHeadOutcome()
    {
    }

    /// <summary>A device of this vault wrote it.</summary>
    /// <param name="Head">What it says.</param>
    /// <param name="Epoch">The epoch that it was sealed under.</param>
    /// <param name="Seal">Commits to every byte of it: two heads are the same exactly when this is.</param>
    public sealed record Opened(DeviceHead Head, int Epoch, string Seal) : OpenHeadOutcome;

    /// <summary>Not to be used.</summary>
    /// <param name="Code">One of <see cref="RejectionCodes"/>.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Rejected(string Code, string Detail) : OpenHeadOutcome;
}
