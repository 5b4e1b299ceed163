using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>What MediatR sees in place of a module's handler: finds the module that serves now, and lets nothing of it out but contract values.</summary>
/// <remarks>
/// A module of ours is asked on the caller's thread; anybody else's on one of the pool, so that code that never comes back costs a thread and not its caller.
/// An answer that takes longer than the limit is given up, and the call goes on by itself: code cannot be stopped from outside.
/// </remarks>
internal sealed class RoutedHandler<TRequest, TResponse>(string role, SlotTable slots, CallLimits limits) : IRequestHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    private static readonly int Number = MessageCatalog.NumberOf(typeof(TRequest));

    private readonly Func<TimeSpan> _limit = limits.For(typeof(TRequest));

    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken)
    {
        var slot = slots.For(role, request);
        var generation = await slot.LeaseAsync(cancellationToken);
        Task<TResponse>? call = null;
        var entered = false;
        try
        {
            generation.Circuit.Enter(generation.Loaded.Manifest.Id, limits.Time);
            entered = true;
            var handler = generation.Enter<TRequest, TResponse>(Number);
            call = generation.Loaded.IsOurs ? handler.Handle(request, cancellationToken) : OnThePool(handler, request, cancellationToken);

            // Awaited here: a task of the module's own would hold on to the module's code.
            if (!call.IsCompleted)
            {
                await limits.WaitAsync(call, _limit());
            }

            var response = call.IsCompleted ? call.GetAwaiter().GetResult() : throw new TimeoutException();
            generation.Circuit.Succeeded();
            return response;
        }
        catch (TimeoutException) when (call is { IsCompleted: false })
        {
            throw Blame(slot, generation, new ModuleException(
                "MessageTimeout",
                $"The module {generation.Loaded.Manifest.Id} did not answer {typeof(TRequest).Name} within {_limit().TotalSeconds:0} s.",
                "What was asked for may still take effect: look before you ask again. If it happens again, take the module anew with 'aurix module reload'."));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            generation.Circuit.SaidNothing();
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception failure) when (ModuleFault.IsOwn(failure))
        {
            throw Blame(slot, generation, ModuleFault.From(generation, typeof(TRequest).Name, failure));
        }
        catch (AurixException) when (entered)
        {
            generation.Circuit.Succeeded(); // a refusal is an answer
            throw;
        }
        finally
        {
            Leave(generation, call, entered);
        }
    }

    // A method of its own, so that only who comes here pays for what it captures.
    private static Task<TResponse> OnThePool(IRequestHandler<TRequest, TResponse> handler, TRequest request, CancellationToken cancellationToken) =>
        Task.Run(() => handler.Handle(request, cancellationToken), CancellationToken.None);

    // Who gave up has left; the call itself has not, and the copy must not be let go under it.
    private static void Leave(Generation generation, Task<TResponse>? call, bool entered)
    {
        if (call is { IsCompleted: false })
        {
            _ = call.ContinueWith((ended, state) =>
            {
                _ = ended.Exception;
                ((Generation)state!).Leave(Number);
            }, generation, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
        else if (entered)
        {
            generation.Leave(Number);
        }
        else
        {
            generation.Release();
        }
    }

    private ModuleException Blame(ModuleSlot slot, Generation generation, ModuleException fault)
    {
        if (generation.Circuit.Failed(fault.Message, limits.Time))
        {
            limits.Tripped(slot.Role, generation, fault.Message);
        }

        return fault;
    }
}
