using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Opens pieces of logs as a server told them: one outcome for each, in order.</summary>
/// <remarks>That a piece opens says who wrote it and where it belongs, not that it is the newest: only the chain says that.</remarks>
[RoutedTo(Roles.Crypto)]
public sealed record OpenLogSegments(ImmutableArray<ReceivedDeviceDocument> Documents) : IRequest<ImmutableArray<OpenSegmentOutcome>>;

/// <summary>How opening a piece of a log ended.</summary>
public abstract record OpenSegmentOutcome
{
    private OpenSegmentOutcome()
    {
    }

    /// <summary>A device of this vault wrote it.</summary>
    public sealed record Opened(DeviceId Device, int Segment, ImmutableArray<LogEntry> Entries) : OpenSegmentOutcome;

    /// <summary>Not to be used.</summary>
    /// <param name="Code">One of <see cref="RejectionCodes"/>.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Rejected(string Code, string Detail) : OpenSegmentOutcome;
}
