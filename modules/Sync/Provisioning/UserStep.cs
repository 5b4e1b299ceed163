using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.CouchDb;

namespace Aurix.Platform.Sync.Provisioning;

/// <summary>The account: made where it is missing, tried once where it is there.</summary>
internal sealed class UserStep(ServerVisit visit, ServerDoor door, RemoteAddress address, string user)
{
    /// <param name="password">What the server is to know as its password; null when nobody said.</param>
    /// <param name="replace">Whether an account whose password does not fit gets this one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task RunAsync(Secret? password, bool replace, CancellationToken cancellationToken)
    {
        var what = $"account {user}";
        var path = OwnAccount.PathOf(user);
        if (await visit.FindAsync(path, cancellationToken) is null)
        {
            await visit.ChangeAsync(what, "missing", "Make it", () => CreateAsync(path, password!, cancellationToken));
        }
        else if (password is null)
        {
            visit.Good(what, "there");
        }
        else if (await FitsAsync(password, cancellationToken))
        {
            visit.Good(what, "there, and its password fits");
        }
        else if (replace)
        {
            await visit.ChangeAsync(what, "there, with another password", "Give it this one", () => OwnAccount.SetPasswordAsync(visit.Client, user, password.Reveal(), cancellationToken));
        }
        else
        {
            visit.Need(what, "there, with another password", "Give the password that its owner's devices have. To set this one all the same, and have every device sign in anew: --replace-password.");
        }
    }

    private async Task CreateAsync(string path, Secret password, CancellationToken cancellationToken) =>
        await visit.Client.ExchangeAsync(
            HttpMethod.Put,
            path,
            new JsonObject { ["name"] = user, ["type"] = "user", ["roles"] = new JsonArray(), ["password"] = password.Reveal() },
            cancellationToken);

    // Once: a wrong password that is repeated locks the account.
    private async Task<bool> FitsAsync(Secret password, CancellationToken cancellationToken)
    {
        try
        {
            (await door.EnterAsync(address, user, password, cancellationToken)).Dispose();
            return true;
        }
        catch (RemoteRefusedException refused) when (refused.Code == ServerLogin.LoginRefused)
        {
            return false;
        }
    }
}
