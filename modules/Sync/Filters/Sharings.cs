using System.Collections.Concurrent;
using MediatR;

namespace Aurix.Platform.Sync.Filters;

/// <summary>What each account shares.</summary>
internal sealed class Sharings(IMediator mediator, SyncOptions options) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1); // of the books: they share rows
    private readonly ConcurrentDictionary<string, Sharing> _all = new(StringComparer.Ordinal);

    /// <param name="client">This device's random name for the account.</param>
    public Sharing Of(string client) => _all.GetOrAdd(client, name => new(mediator, options.Filter, new(mediator, _turn, name, options.Filter.Mark)));

    public void Dispose() => _turn.Dispose();
}
