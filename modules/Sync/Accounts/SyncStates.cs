using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>What somebody means to do with the account.</summary>
internal enum SyncAct
{
    /// <summary>Sign in with a new account.</summary>
    Enable,

    /// <summary>Say that documents may leave.</summary>
    Confirm,

    Pause,

    Resume,

    /// <summary>Remove the server's copy.</summary>
    Remove,

    Disable,

    /// <summary>Sign in again with the account that is there.</summary>
    SignIn,

    /// <summary>Send or ask anything else.</summary>
    Talk,
}

/// <summary>The one place that says what leads from one state of sync to another, and what is refused where (ADR 0022). The table is in docs/sync-states.md.</summary>
internal static class SyncStates
{
    /// <summary>The state after the act.</summary>
    /// <exception cref="UsageException"><c>SyncOff</c>, <c>SyncIsOn</c>, <c>SyncUnconfirmed</c>, <c>SyncPaused</c>, <c>RemovalUnfinished</c>.</exception>
    public static SyncState After(SyncState from, SyncAct act) => (from, act) switch
    {
        (_, SyncAct.Disable) => SyncState.Off,
        (SyncState.Off, SyncAct.Enable) => SyncState.SignedIn,
        (SyncState.Off, _) => throw IsOff(),
        (_, SyncAct.Enable) => throw IsOn(),
        (_, SyncAct.Remove) => SyncState.Removing,
        (SyncState.SignedIn or SyncState.Enabled, SyncAct.Confirm) => SyncState.Enabled,
        (SyncState.Enabled or SyncState.Paused, SyncAct.Pause) => SyncState.Paused,
        (SyncState.Enabled or SyncState.Paused, SyncAct.Resume) => SyncState.Enabled,
        (SyncState.Enabled or SyncState.Removing, SyncAct.SignIn) => from,
        (SyncState.Enabled, SyncAct.Talk) => from,
        (SyncState.SignedIn, _) => throw Unconfirmed(),
        (SyncState.Paused, _) => throw Paused(),
        _ => throw Unfinished(),
    };

    private static UsageException IsOff() =>
        new("SyncOff", "Sync is off: nothing leaves this device until its owner says so.", "Run 'aurix sync enable' first.");

    private static UsageException IsOn() =>
        new("SyncIsOn", "This device has an account already; 'aurix sync status' says which.", "Run 'aurix sync disable' first if you want another server or account.");

    private static UsageException Unconfirmed() =>
        new("SyncUnconfirmed", "This device is signed in, and its owner has not said yet that documents may leave it.", "Run 'aurix sync enable' to see what will leave and to say yes, or 'aurix sync disable' to forget the account.");

    private static UsageException Paused() =>
        new("SyncPaused", "Sync is paused: nothing is sent or asked.", "Run 'aurix sync resume' first.");

    private static UsageException Unfinished() =>
        new("RemovalUnfinished", "The server's copy is being removed, and that is not done.", "Run 'aurix sync disable --remove-remote' to go on, or 'aurix sync disable' to leave the rest there.");
}
