using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals a piece of a device's log for the road, under the current epoch.</summary>
/// <param name="Device">Whose log.</param>
/// <param name="Segment">Which piece, counted from 0; each but the last is full.</param>
/// <param name="Entries">1 to <see cref="Length"/>.</param>
[RoutedTo(Roles.Crypto)]
public sealed record SealLogSegment(DeviceId Device, int Segment, ImmutableArray<LogEntry> Entries) : IRequest<SealedDeviceDocument>
{
    /// <summary>Entries of a full segment. More makes each push write more again, fewer makes more documents.</summary>
    public const int Length = 128;
}
