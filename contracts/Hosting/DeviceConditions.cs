namespace Aurix.Platform.Hosting;

/// <summary>What was last said about the device, by an app or a person. It holds until something else is said, also over a restart.</summary>
/// <param name="Network">The network; null when nobody said, and then every schedule may use it.</param>
/// <param name="NetworkSaid">When that was said.</param>
/// <param name="Power">The power; null when nobody said, and then every schedule may draw it.</param>
/// <param name="PowerSaid">When that was said.</param>
public sealed record DeviceConditions(NetworkState? Network, DateTimeOffset? NetworkSaid, PowerState? Power, DateTimeOffset? PowerSaid);

/// <summary>What network a device has.</summary>
public enum NetworkState
{
    /// <summary>None.</summary>
    None,

    /// <summary>One whose bytes cost something.</summary>
    Metered,

    /// <summary>One whose bytes cost nothing.</summary>
    Unmetered,
}

/// <summary>What a device runs on.</summary>
public enum PowerState
{
    /// <summary>Its battery.</summary>
    Battery,

    /// <summary>Power from outside.</summary>
    External,
}
