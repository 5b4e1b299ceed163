using Aurix.Platform.Errors;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Composition;

/// <summary>What MediatR sees in place of a module's handler: finds the module that serves now, and lets nothing of it out but contract values.</summary>
internal sealed class RoutedHandler<TRequest, TResponse>(string role, SlotTable slots) : IRequestHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken)
    {
        var generation = slots.For(role, request).Lease();
        try
        {
            // Awaited here: a task of the module's own would hold on to the module's code.
            return await generation.Services.GetRequiredService<IRequestHandler<TRequest, TResponse>>().Handle(request, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw ModuleFault.From(generation, typeof(TRequest).Name, failure);
        }
        finally
        {
            generation.Release();
        }
    }
}
