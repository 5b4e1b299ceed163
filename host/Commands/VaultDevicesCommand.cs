using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class VaultDevicesCommand
{
    public static Command Make()
    {
        var command = new Command("devices", "The devices of this vault, and when each was last heard.");
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var devices = await host.Mediator.Send(new ListDevices { Remote = RemoteInput.Of(parsed) }, cancellationToken);
            var now = TimeProvider.System.GetUtcNow();
            return new Answer(new JsonArray([.. devices.Select(Json)]), console =>
            {
                if (devices.IsEmpty)
                {
                    console.Line("No device is known yet. Run 'aurix sync now' first.");
                    return;
                }

                var table = Tables.Make("name", "id", "last heard", "entries", "");
                foreach (var device in devices)
                {
                    table.Row(device.Name, device.Device.ToString()[..8], Ago(device, now), device.Entries.ToString(CultureInfo.InvariantCulture), device.IsThis ? "this one" : device.IsRetired ? "retired" : "");
                }

                console.Write(table);
            });
        });
        return command;
    }

    public static JsonObject Json(VaultDevice device) => new()
    {
        ["id"] = device.Device.ToString(),
        ["name"] = device.Name,
        ["lastHeard"] = device.LastHeard?.ToString("O", CultureInfo.InvariantCulture),
        ["entries"] = device.Entries,
        ["retired"] = device.IsRetired,
        ["this"] = device.IsThis,
    };

    private static string Ago(VaultDevice device, DateTimeOffset now) => (now - device.LastHeard) switch
    {
        null => "never",
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } ago => $"{(int)ago.TotalMinutes} min ago",
        { TotalDays: < 1 } ago => $"{(int)ago.TotalHours} h ago",
        { } ago => $"{(int)ago.TotalDays} d ago",
    };
}
