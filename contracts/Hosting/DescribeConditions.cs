using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Asks what was last said about the device's network and power.</summary>
[RoutedTo(Roles.Host)]
public sealed record DescribeConditions : IRequest<DeviceConditions>;
