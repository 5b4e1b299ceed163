using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Devices;

/// <summary>What the owner said and the next round is to tell the others or to act on.</summary>
internal sealed record DeviceWishes
{
    /// <summary>This device's name; null before its owner gave one.</summary>
    public string? Name { get; init; }

    /// <summary>Devices that will not come back.</summary>
    public ImmutableArray<string> Retired { get; init; } = [];

    /// <summary>Alarms that were accepted.</summary>
    public ImmutableArray<AcceptedAlarm> Accepted { get; init; } = [];

    /// <summary>Up to where in the local feed its owner has said yes to deletes, however many.</summary>
    public long DeletesAllowedTo { get; init; }
}

/// <summary>An alarm that its owner accepted.</summary>
internal sealed record AcceptedAlarm(string Code, string Subject);
