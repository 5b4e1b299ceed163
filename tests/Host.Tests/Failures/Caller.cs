using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Tests.Failures;

/// <summary>Asks again and again until it is told to end: what is tried meanwhile must fail none of its calls.</summary>
internal sealed class Caller : IAsyncDisposable
{
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _calls;

    private Caller(Func<Task> ask) => _calls = Task.Run(() => CallAsync(ask));

    /// <summary>Begins, and answers when the first call has been answered.</summary>
    public static async Task<Caller> StartAsync(Func<Task> ask)
    {
        var caller = new Caller(ask);
        await await Task.WhenAny(caller._asked.Task, caller._calls);
        return caller;
    }

    /// <summary>One that asks an extension.</summary>
    public static Task<Caller> OfAsync(IMediator mediator, string extension) =>
        StartAsync(async () => Assert.True((await mediator.Send(new RunExtension(extension, "answer", CanonicalJson.Null))).Succeeded));

    /// <summary>Ends it; throws what a call failed with.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _calls;
        _over.Dispose();
    }

    private async Task CallAsync(Func<Task> ask)
    {
        do
        {
            await ask();
            _asked.TrySetResult();
        }
        while (!_over.IsCancellationRequested);
    }
}
