using System.Runtime.InteropServices;

namespace Aurix.Platform.Host.Commands;

/// <summary>How the program is asked to end: Ctrl-C, SIGTERM, or the command's own cancellation.</summary>
internal static class Termination
{
    /// <summary>
    /// How long an orderly end may take after it was asked for: jobs have 15 s, requests over HTTP 10 s, and a module that hangs 10 s more. Longer, and
    /// systemd's 45 s end it without a word; shorter would cut off what is nearly done. What was acknowledged is durable either way.
    /// </summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>Waits until somebody asks.</summary>
    public static async Task WaitAsync(CancellationToken cancellationToken)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void OnSignal(PosixSignalContext context)
        {
            context.Cancel = true; // we end by ourselves, in order
            asked.TrySetResult();
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        await using var cancelled = cancellationToken.Register(() => asked.TrySetResult());
        await asked.Task;
    }

    /// <summary>Ends the program at once when it is asked a second time, until the result is disposed: whoever asks twice does not want to wait.</summary>
    public static IDisposable EndAtOnceWhenAskedTwice()
    {
        var asked = 0;
        void OnSignal(PosixSignalContext context)
        {
            if (Interlocked.Increment(ref asked) > 1)
            {
                // Not Environment.Exit: that waits for handlers of the end of the process, and one of those may be what hangs.
                Kill(Environment.ProcessId);
            }
        }

        return new Both(PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal), PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal));
    }

    private static void Kill(int process) => System.Diagnostics.Process.GetProcessById(process).Kill();

    private sealed class Both(IDisposable one, IDisposable other) : IDisposable
    {
        public void Dispose()
        {
            one.Dispose();
            other.Dispose();
        }
    }
}
