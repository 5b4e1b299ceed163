using System.Diagnostics;

namespace Aurix.Platform.Tests;

/// <summary>A daemon of a device that follows its server, and is killed and started again.</summary>
internal sealed class Daemon(Aurix device) : IAsyncDisposable
{
    private Process? _process;
    private Task _said = Task.CompletedTask;

    public void Start()
    {
        _process = device.Start("run");
        _said = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync()); // nobody reads it, and a full pipe would stop it
    }

    /// <summary>Kills it as a power cut would. Does not wait for its end.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>Waits until it has ended.</summary>
    public async Task EndAsync()
    {
        await _said;
        await _process!.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Kill();
            await EndAsync();
        }
    }
}
