using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Waits for a feed. A wait ends early, with nothing, when this copy of the module is taken out of service: whoever asks again is answered by the next.</summary>
internal sealed class AwaitChangesHandler(Databases databases, IModuleContext context) : IRequestHandler<AwaitChanges, bool>
{
    public async Task<bool> Handle(AwaitChanges request, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.Draining);
        try
        {
            return await (await databases.RequireAsync(request.Database, over.Token)).Watch.WaitAsync(request.Since, request.Timeout, over.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
