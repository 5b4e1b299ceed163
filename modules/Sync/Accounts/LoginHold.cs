using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Remembers, for every process of this device, that the server refused the kept login: it is not tried again until its owner does something.</summary>
/// <remarks>A CouchDB locks an account after five bad logins in five minutes. A round every 15 seconds with an old password would keep the owner's other devices out as well.</remarks>
internal sealed class LoginHold(IModuleContext context)
{
    private string HoldPath => Path.Combine(context.DataDirectory, "login-refused.json");

    /// <summary>When the login was refused; null when it was not.</summary>
    public DateTimeOffset? Read()
    {
        try
        {
            return File.Exists(HoldPath) ? When(JsonNode.Parse(File.ReadAllText(HoldPath))) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // somebody has just lifted it
        }
        catch (JsonException)
        {
            return DateTimeOffset.UnixEpoch; // that it is there is what counts
        }
    }

    /// <summary>The server refused it just now.</summary>
    public void Note() => OwnerFile.Replace(HoldPath, new JsonObject { ["refused"] = context.Time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture) }.ToJsonString());

    /// <summary>The owner gave a login, or asks for one more try of this one.</summary>
    public void Lift() => File.Delete(HoldPath);

    /// <exception cref="RemoteRefusedException"><c>LoginRefused</c>: it was refused before, and is not tried now.</exception>
    public void Demand(SyncAccount account)
    {
        if (Read() is { } when)
        {
            throw new RemoteRefusedException(
                CouchDb.ServerLogin.LoginRefused,
                $"'{account.Address.Server}' refused this device's login at {when.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC. It is not tried again by itself, so that the account is not locked.",
                "If the password was changed on another device, run 'aurix sync login' with the new one. 'aurix sync now' tries the login once more. Everything here is kept.");
        }
    }

    private static DateTimeOffset When(JsonNode? json) =>
        json is JsonObject told && told["refused"] is JsonValue value && value.TryGetValue<string>(out var text)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var when)
            ? when
            : DateTimeOffset.UnixEpoch;
}
