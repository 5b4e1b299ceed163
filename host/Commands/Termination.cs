using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Aurix.Platform.Host.Commands;

/// <summary>How the program is asked to end: Ctrl-C or SIGTERM. Once, and it ends in order; twice, and it ends at once.</summary>
/// <remarks>
/// The only one who listens for these signals. The runtime asks those who listen one after the other, the last first, and System.CommandLine's own
/// waits there until the command has ended: whoever counts behind it hears of the second signal when it is too late.
/// </remarks>
internal sealed class Termination : IDisposable
{
    /// <summary>
    /// How long an orderly end may take after it was asked for: jobs have 15 s, requests over HTTP 10 s, and a module that hangs 10 s more. Longer, and
    /// systemd's 45 s end it without a word; shorter would cut off what is nearly done. What was acknowledged is durable either way.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly CancellationTokenSource _asked = new();
    private readonly TaskCompletionSource<int> _overdue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;
    private int _times;

    public Termination()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
    }

    /// <summary>Runs a command, which is cancelled when somebody asks, and left behind when it then takes too long.</summary>
    public async Task<int> RunAsync(Func<CancellationToken, Task<int>> command) => await await Task.WhenAny(command(_asked.Token), _overdue.Task);

    /// <summary>Waits until somebody asks.</summary>
    /// <param name="asked">The token that the command got.</param>
    public static async Task WaitAsync(CancellationToken asked)
    {
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = asked.Register(() => waiting.TrySetResult());
        await waiting.Task;
    }

    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
        _asked.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true; // we end by ourselves
        if (Interlocked.Increment(ref _times) > 1)
        {
            // Not Environment.Exit: that waits for handlers of the end of the process, and one of those may be what hangs.
            Process.GetProcessById(Environment.ProcessId).Kill();
        }
        else
        {
            _ = EndAsync(128 + (context.Signal == PosixSignal.SIGINT ? 2 : 15)); // as a shell tells that a signal ended a program
        }
    }

    private async Task EndAsync(int exitCode)
    {
        await _asked.CancelAsync();
        await Task.Delay(Limit, TimeProvider.System, CancellationToken.None);
        _overdue.TrySetResult(exitCode);
    }
}
