using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Somebody said what network and power the device has.</summary>
/// <param name="Conditions">What holds now.</param>
public sealed record ConditionsChanged(DeviceConditions Conditions) : INotification;
