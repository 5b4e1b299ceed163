using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Devices;

/// <summary>The alarms that stand.</summary>
internal sealed record AlarmList
{
    public ImmutableArray<Alarm> Alarms { get; init; } = [];
}

/// <summary>Something a check found.</summary>
/// <param name="Code">One of <see cref="AlarmCodes"/>.</param>
/// <param name="Subject">About whom or what.</param>
/// <param name="Label">How a person knows it.</param>
/// <param name="Extra">What else the sentence tells: a device's name, a time.</param>
internal sealed record Finding(string Code, string Subject, string Label, string Extra = "");
