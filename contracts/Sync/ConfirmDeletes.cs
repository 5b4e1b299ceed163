using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>The owner says yes to the deletes that were made here so far, however many: the next round sends them.</summary>
/// <returns>How many the last round held back.</returns>
[RoutedTo(Roles.Sync)]
public sealed record ConfirmDeletes : IRequest<int>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
