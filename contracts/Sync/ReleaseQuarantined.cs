using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner vouches for something that was set aside only because it came too late: after its epoch had been closed.</summary>
/// <remarks>It has to open all the same. Nothing that does not is ever taken in, whoever asks.</remarks>
/// <exception cref="Errors.UsageException"><c>NotReleasable</c>: it was set aside for another reason.</exception>
[RoutedTo(Roles.Sync)]
public sealed record ReleaseQuarantined(long Number) : IRequest<ReleaseOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>How a release ended.</summary>
public enum ReleaseOutcome
{
    /// <summary>There is nothing of this number any more.</summary>
    Missing,

    /// <summary>It is in the vault now.</summary>
    Released,

    /// <summary>The server does not give it any more, or gives something else in its place.</summary>
    Unavailable,
}
