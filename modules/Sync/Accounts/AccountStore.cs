using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Keeps the account in a file that only its owner can read. No file means off.</summary>
internal sealed class AccountStore(IModuleContext context)
{
    private string AccountPath => Path.Combine(context.DataDirectory, "account.json");

    /// <exception cref="StoreException"><c>AccountDamaged</c>.</exception>
    public SyncAccount? Read()
    {
        if (!File.Exists(AccountPath))
        {
            return null;
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllText(AccountPath))!;
            return VaultId.TryParse((string?)json["vault"], out var vault)
                ? new(RemoteAddress.Parse((string)json["address"]!), (string)json["user"]!, (string)json["login"]!, vault, (string)json["client"]!)
                : throw Damaged(null);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or NullReferenceException or ArgumentNullException)
        {
            throw Damaged(wrong);
        }
    }

    public void Write(SyncAccount account) => OwnerFile.Replace(AccountPath, new JsonObject
    {
        ["address"] = account.Address.ToString(),
        ["user"] = account.User,
        ["login"] = account.ServerPassword,
        ["vault"] = account.Vault.ToString(),
        ["client"] = account.Client,
    }.ToJsonString());

    public bool Forget()
    {
        var existed = File.Exists(AccountPath);
        File.Delete(AccountPath);
        return existed;
    }

    private StoreException Damaged(Exception? inner) =>
        new("AccountDamaged", $"The sync account in '{AccountPath}' cannot be read.", "Run 'aurix sync disable' and then 'aurix sync enable' again; no document is touched.", inner);
}
