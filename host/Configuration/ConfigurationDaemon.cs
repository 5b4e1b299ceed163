using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Scheduling;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Configuration;

/// <summary>Reads the configuration anew in a process that stays, when it is asked to and when the file has changed, and applies what has.</summary>
/// <param name="host">What runs.</param>
/// <param name="jobs">Its schedule; null where there is none.</param>
internal sealed class ConfigurationDaemon(AurixHost host, JobScheduler? jobs) : IDisposable
{
    private readonly ILogger _logger = host.Logging.CreateLogger("Aurix.Platform.Host");
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Reads and applies, and logs how that went.</summary>
    /// <exception cref="UsageException"><c>ConfigurationInvalid</c>: nothing was changed.</exception>
    public async Task<ConfigurationChange> ApplyAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var request = host.Settings.Request ?? throw new InvalidOperationException("This host was not made from a configuration that could be read again.");
            var change = await host.Configuration.ApplyAsync(ConfigurationReader.Read(request), host.Mediator, cancellationToken);
            if (jobs is not null)
            {
                change = change with { Applied = change.Applied.AddRange(await jobs.ApplyAsync(cancellationToken)) };
            }

            Log(change);
            return change;
        }
        catch (AurixException refused)
        {
            ConfigurationLog.Refused(_logger, refused.Message);
            throw;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Schedules the jobs of a module that came or changed.</summary>
    public async Task RescheduleAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (jobs is not null)
            {
                await jobs.ApplyAsync(cancellationToken);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Reads and applies, for who changed the file and does not wait for an answer: it is in the log.</summary>
    public async Task ApplyQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(cancellationToken);
        }
        catch (AurixException)
        {
            // logged where it was thrown
        }
    }

    /// <summary>Begins to look after the file, until it is disposed; null where there is none to look after.</summary>
    public ConfigurationWatch? Watch() => host.Settings.ConfigurationFile is { } file ? new(file, ApplyQuietlyAsync, TimeProvider.System) : null;

    /// <summary>A change for the wire and for <c>--json</c>.</summary>
    public static JsonObject Told(ConfigurationChange change) => new()
    {
        ["applied"] = Texts(change.Applied),
        ["later"] = Texts(change.Later),
        ["failed"] = Texts(change.Failed),
    };

    public void Dispose() => _one.Dispose();

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private void Log(ConfigurationChange change)
    {
        foreach (var applied in change.Applied)
        {
            ConfigurationLog.Applied(_logger, applied);
        }

        foreach (var failed in change.Failed)
        {
            ConfigurationLog.Failed(_logger, failed);
        }

        if (!change.Later.IsEmpty)
        {
            ConfigurationLog.Later(_logger, string.Join(", ", change.Later));
        }
    }
}
