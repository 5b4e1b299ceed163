using System.Diagnostics;
using Aurix.Platform.Tests.Torture;

namespace Aurix.Platform.Tests;

/// <summary>A child process that works on a store until it is killed. It ends with this process in any case: its standard input closes.</summary>
internal sealed class TortureChild : IAsyncDisposable
{
    private readonly Process _process = Process.Start(new ProcessStartInfo(
        "dotnet",
        ["exec", Path.Combine(AppContext.BaseDirectory, "Aurix.Platform.Storage.Torture.dll")])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        Environment = { ["DOTNET_TieredPGO"] = "0" },
    })!;

    private bool _isDisposed;

    /// <summary>Gives the order; until now the child only waited, so that its start costs no time.</summary>
    public async Task BeginAsync(Order order)
    {
        await _process.StandardInput.WriteLineAsync(order.ToString());
        await _process.StandardInput.FlushAsync();
    }

    public async Task<string> ReadAsync() =>
        await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The child ended before it was killed.");

    /// <summary>SIGKILL, and then what the child had said before it died.</summary>
    public async Task<string[]> KillAsync()
    {
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return rest.Split('\n')[..^1]; // the last piece is empty, or half a line that nobody was told
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _process.Kill(); // no harm when it has ended
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
