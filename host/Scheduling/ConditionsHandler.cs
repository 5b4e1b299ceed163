using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>Writes down what is said about the device, and has whoever waits for it look.</summary>
internal sealed class ConditionsHandler(ConditionsFile file, IMediator mediator, TimeProvider time)
    : IRequestHandler<SetConditions, DeviceConditions>, IRequestHandler<DescribeConditions, DeviceConditions>
{
    public async Task<DeviceConditions> Handle(SetConditions request, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        file.Change(before => new(
            request.Network ?? before.Network,
            request.Network is null ? before.NetworkSaid : now,
            request.Power ?? before.Power,
            request.Power is null ? before.PowerSaid : now));
        var after = file.Read();
        await mediator.Publish(new ConditionsChanged(after), CancellationToken.None); // it is written down: who gives up now must not leave schedules asleep
        return after;
    }

    public Task<DeviceConditions> Handle(DescribeConditions request, CancellationToken cancellationToken) => Task.FromResult(file.Read());
}
