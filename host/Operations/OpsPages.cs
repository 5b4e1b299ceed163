using System.Text.Json.Nodes;

namespace Aurix.Platform.Host.Operations;

/// <summary>The four pages there are.</summary>
internal sealed class OpsPages(HealthDesk health, Readings readings, SeriesBook series)
{
    public async Task<OpsPage> ReadAsync(string path, CancellationToken cancellationToken)
    {
        switch (path)
        {
            case "/health/live":
                return OpsPage.Json(200, new JsonObject { ["status"] = "live" });
            case "/health/ready":
                var report = await health.LookAsync(cancellationToken);
                return OpsPage.Json(report.IsReady ? 200 : 503, report.Told);
            case "/health/modules":
                return OpsPage.Json(200, new JsonObject { ["modules"] = new JsonArray([.. health.Modules().Select(module => module.Told)]) });
            case "/metrics":
                await readings.RefreshAsync(cancellationToken);
                return new(200, "text/plain; version=0.0.4; charset=utf-8", series.Write(PrometheusText.Write));
            default:
                return OpsPage.Json(404, new JsonObject { ["error"] = "There are /health/live, /health/ready, /health/modules and /metrics." });
        }
    }
}

/// <summary>An answer.</summary>
internal sealed record OpsPage(int Status, string MediaType, string Text)
{
    public static readonly OpsPage NotAllowed = Json(405, new JsonObject { ["error"] = "Only GET and HEAD." });

    public static OpsPage Json(int status, JsonObject json) => new(status, "application/json", json.ToJsonString() + "\n");
}
