using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Tries again what was set aside: fetches it, opens it, and takes it in if it opens now, after an update or with newer keys.</summary>
/// <param name="Numbers">Which; empty for everything.</param>
/// <exception cref="Errors.UsageException"><c>SyncOff</c>: there is no server to ask.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record RetryQuarantined(ImmutableArray<long> Numbers) : IRequest<RetryOutcome>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>How trying again ended.</summary>
/// <param name="Tried">Entries there were.</param>
/// <param name="Settled">Entries that are gone now.</param>
public sealed record RetryOutcome(int Tried, int Settled);
