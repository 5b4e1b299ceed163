using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Keeps the account in a file that only its owner can read, and its login with Crypto's keys. No file means off.</summary>
internal sealed class AccountStore(IModuleContext context, IMediator mediator, AccountTurn turn)
{
    private string AccountPath => Path.Combine(context.DataDirectory, "account.json");

    /// <summary>Whether there is an account, readable or not.</summary>
    public bool Exists => File.Exists(AccountPath);

    /// <exception cref="StoreException"><c>AccountDamaged</c>.</exception>
    public SyncAccount? Read() => ReadFile() is { } json ? Account(json) : null;

    /// <summary>How far the owner has let it go.</summary>
    public SyncState State => Read()?.State ?? SyncState.Off;

    /// <summary>The account, if its state allows this. Asked before each request, so that what an owner says in one process holds in all.</summary>
    /// <exception cref="UsageException">It does not (<see cref="SyncStates.After"/>).</exception>
    public SyncAccount Demand(SyncAct act)
    {
        var account = Read();
        SyncStates.After(account?.State ?? SyncState.Off, act);
        return account!;
    }

    /// <summary>Does this with the account that is there, durably. Answers whether that changed its state.</summary>
    /// <exception cref="UsageException">Its state does not allow this.</exception>
    public Task<bool> ChangeAsync(SyncAct act, CancellationToken cancellationToken) => turn.RunAsync(
        () =>
        {
            if (act == SyncAct.Disable)
            {
                return Forget(); // whatever it says, and be it damaged
            }

            var account = Demand(act);
            var after = SyncStates.After(account.State, act);
            if (after != account.State)
            {
                Write(account with { State = after });
            }

            return after != account.State;
        },
        cancellationToken);

    /// <summary>Remembers a new account.</summary>
    /// <exception cref="UsageException"><c>SyncIsOn</c>.</exception>
    public Task CreateAsync(SyncAccount account, CancellationToken cancellationToken) => turn.RunAsync(
        () =>
        {
            SyncStates.After(State, SyncAct.Enable);
            Write(account);
            return true;
        },
        cancellationToken);

    /// <summary>Remembers which key ring the server has shown.</summary>
    public Task NoteRingAsync(int ring, CancellationToken cancellationToken) => turn.RunAsync(
        () =>
        {
            if (Read() is { } account && account.Ring != ring)
            {
                Write(account with { Ring = ring });
            }

            return true;
        },
        cancellationToken);

    /// <summary>The login of the account. One that an older build left in the file is moved to the keys first.</summary>
    /// <exception cref="VaultException"><c>VaultLocked</c>, <c>LoginMissing</c>.</exception>
    public async Task<KeptLogin> RecallAsync(SyncAccount account, CancellationToken cancellationToken)
    {
        if (ReadFile() is { } json && json["login"] is JsonValue old && old.TryGetValue<string>(out var text))
        {
            using var login = Secret.FromCharacters(text);
            await mediator.Send(new KeepLogin(account.User, account.Address.Database, login), cancellationToken);
            await turn.RunAsync(Rewrite, cancellationToken); // only now: a crash in between leaves the login in both places, never in none
        }

        return await mediator.Send(new RecallLogin(), cancellationToken) is { } kept && kept.User == account.User && kept.Database == account.Address.Database
            ? kept
            : throw new VaultException("LoginMissing", $"This device does not know how to log in as {account} any more.", "Run 'aurix sync login' with the password; everything here is kept.");
    }

    private bool Rewrite()
    {
        if (Read() is { } account)
        {
            Write(account);
        }

        return true;
    }

    private void Write(SyncAccount account) => OwnerFile.Replace(AccountPath, new JsonObject
    {
        ["address"] = account.Address.ToString(),
        ["user"] = account.User,
        ["vault"] = account.Vault.ToString(),
        ["client"] = account.Client,
        ["state"] = account.State.ToString(),
        ["ring"] = account.Ring,
        ["connection"] = ConnectionJson.Write(account.Address.Connection),
    }.ToJsonString());

    private bool Forget()
    {
        var existed = File.Exists(AccountPath);
        File.Delete(AccountPath);
        return existed;
    }

    private SyncAccount Account(JsonNode json)
    {
        try
        {
            return VaultId.TryParse((string?)json["vault"], out var vault)
                ? new(RemoteAddress.Parse((string)json["address"]!) with { Connection = ConnectionJson.Read(json["connection"]) }, (string)json["user"]!, vault, (string)json["client"]!) { State = StateOf(json), Ring = (int?)json["ring"] }
                : throw Damaged(null);
        }
        catch (Exception wrong) when (wrong is InvalidOperationException or NullReferenceException or ArgumentException)
        {
            throw Damaged(wrong);
        }
    }

    // Older builds wrote none, and knew only this one.
    private SyncState StateOf(JsonNode json) =>
        json["state"] is null ? SyncState.Enabled
        : Enum.TryParse<SyncState>((string)json["state"]!, out var state) && state != SyncState.Off && Enum.IsDefined(state) ? state
        : throw Damaged(null);

    private JsonNode? ReadFile()
    {
        try
        {
            return File.Exists(AccountPath) ? JsonNode.Parse(File.ReadAllText(AccountPath)) ?? throw Damaged(null) : null;
        }
        catch (FileNotFoundException)
        {
            return null; // its owner has opted out in another process since the line before
        }
        catch (JsonException wrong)
        {
            throw Damaged(wrong);
        }
    }

    private StoreException Damaged(Exception? inner) =>
        new("AccountDamaged", $"The sync account in '{AccountPath}' cannot be read.", "Run 'aurix sync disable' and then 'aurix sync enable' again; no document is touched.", inner);
}
