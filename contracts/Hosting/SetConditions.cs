using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Tells what network and power the device has now. Schedules that wait for it start; a run that is under way goes on.</summary>
/// <remarks>Aurix does not look by itself: the app that it runs in knows, or is told by the system.</remarks>
/// <exception cref="Errors.StoreException"><c>ConditionsTrouble</c>: it cannot be written down.</exception>
[RoutedTo(Roles.Host)]
public sealed record SetConditions : IRequest<DeviceConditions>
{
    /// <summary>The network; null leaves what was said before.</summary>
    public NetworkState? Network { get; init; }

    /// <summary>The power; null leaves what was said before.</summary>
    public PowerState? Power { get; init; }
}
