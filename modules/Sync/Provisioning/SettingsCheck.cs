using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>Looks at the settings of an Apache CouchDB that matter to us. Changes none: they are the whole server's.</summary>
internal static class SettingsCheck
{
    private static readonly ImmutableArray<Setting> Wanted =
    [
        new("chttpd", "require_valid_user", "false", "true", "Strangers are then told nothing at all. A proxy's health check goes on with require_valid_user_except_for_up."),
        new("couchdb", "max_document_size", "8000000", "8000000", "A sealed document that is larger is refused, and set aside by name."),
        new("chttpd", "max_http_request_size", "4294967296", "67108864", "A batch that is larger is refused and sent again in halves."),
        new("couchdb", "attachment_stream_buffer_size", "4096", "65536", "Chunks of files were taken in and given out faster by a third to a half and more with larger pieces."),
        new("chttpd_auth", "timeout", "600", "600", "A session that ends sooner costs a login, and a login costs the server a slow hash on purpose."),
        new("chttpd_auth_lockout", "mode", "enforce", "enforce", "Somebody who tries passwords is then locked out. Versions before 3.4 do not know it."),
    ];

    public static async Task RunAsync(ServerVisit visit, CancellationToken cancellationToken)
    {
        foreach (var setting in Wanted)
        {
            var path = $"_node/_local/_config/{setting.Section}/{setting.Name}";
            using var response = await visit.Client.SendAsync(() => CouchClient.Request(HttpMethod.Get, path, null), cancellationToken);
            if (!response.IsSuccessStatusCode && response.StatusCode != HttpStatusCode.NotFound)
            {
                visit.Unknown("settings", $"answered {(int)response.StatusCode}", "A proxy may keep them to itself. See docs/operating.md for what they should be.");
                return;
            }

            var told = response.IsSuccessStatusCode ? CouchJson.Text(await CouchClient.ReadJsonAsync(response, cancellationToken)) : null;
            Look(visit, setting, told);
        }
    }

    private static void Look(ServerVisit visit, Setting setting, string? told)
    {
        var what = $"setting {setting.Section}/{setting.Name}";
        var value = told ?? setting.Default;
        var found = CouchClient.Shorten(value) + (told is null ? ", as it comes" : "");
        if (IsEnough(value, setting.Wanted))
        {
            visit.Good(what, found);
        }
        else
        {
            visit.Recommend(what, found, $"Set it to {setting.Wanted}{(long.TryParse(setting.Wanted, CultureInfo.InvariantCulture, out _) ? " or more" : "")}. {setting.Why}");
        }
    }

    private static bool IsEnough(string value, string wanted) => long.TryParse(wanted, CultureInfo.InvariantCulture, out var least)
        ? value == "infinity" || (long.TryParse(value, CultureInfo.InvariantCulture, out var number) && number >= least)
        : value == wanted;

    private sealed record Setting(string Section, string Name, string Default, string Wanted, string Why);
}
