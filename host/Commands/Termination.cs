using System.Runtime.InteropServices;

namespace Aurix.Platform.Host.Commands;

/// <summary>Waits until somebody asks the program to end: Ctrl-C, SIGTERM, or the command's own cancellation.</summary>
internal static class Termination
{
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
}
