using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>An alarm stands that did not stand before.</summary>
public sealed record AlarmRaised(Alarm Alarm) : INotification
{
    /// <summary>Which server it is about.</summary>
    public RemoteName Remote { get; init; }
}
