using System.Net.Sockets;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Configuration;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Host.Scheduling;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Control;

/// <summary>Lets other aurix commands of the same owner speak to this process for as long as it stays: a Unix socket that only the owner can reach.</summary>
/// <remarks>One question at a time. Where no socket can be had the process runs without, and says so in the log.</remarks>
internal sealed class ControlChannel : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10); // for the question to arrive whole; who stalls holds up the next one

    private readonly CancellationTokenSource _closing = new();
    private readonly Socket _listener;
    private readonly string _path;
    private readonly ControlDesk _desk;
    private readonly ILogger _logger;
    private readonly Task _serving;

    private ControlChannel(Socket listener, string path, ControlDesk desk, ILogger logger)
    {
        (_listener, _path, _desk, _logger) = (listener, path, desk, logger);
        _serving = Task.Run(ServeAsync);
    }

    /// <summary>Opens the channel of this process. Null when there can be none.</summary>
    public static ControlChannel? Open(AurixHost host, ConfigurationDaemon? configuration = null, HealthDesk? health = null, JobScheduler? jobs = null)
    {
        var logger = host.Logging.CreateLogger("Aurix.Platform.Host");
        Socket? listener = null;
        try
        {
            var path = ControlAddress.Socket(ControlAddress.Folder(host.Settings.HostFolder), Environment.ProcessId);
            var draft = path + ".new";
            File.Delete(draft);
            listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(draft));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            // Seen only when it listens: who finds a socket that nobody listens on clears it away. What had our number before is replaced; it lives no more.
            listener.Listen();
            File.Move(draft, path, overwrite: true);
            return new ControlChannel(listener, path, new ControlDesk(host.Mediator, configuration, health, jobs), logger);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException or SocketException or ArgumentException or PlatformNotSupportedException)
        {
            listener?.Dispose();
            HostLog.NoControl(logger, trouble.Message);
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _serving;
        _listener.Dispose();
        File.Delete(_path);
        _closing.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                using var caller = await _listener.AcceptAsync(_closing.Token);
                await AnswerAsync(caller);
            }
            catch (Exception gone) when (gone is OperationCanceledException or SocketException)
            {
                // the caller went away or stalled, or this process is closing
            }
            catch (Exception failure)
            {
                HostLog.ControlFailed(_logger, failure.GetType().Name);
            }
        }
    }

    private async Task AnswerAsync(Socket caller)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        patience.CancelAfter(Patience);
        if (await ControlLine.ReadAsync(caller, patience.Token) is { } question)
        {
            await ControlLine.WriteAsync(caller, await _desk.AnswerAsync(question, _closing.Token), _closing.Token);
        }
    }
}
