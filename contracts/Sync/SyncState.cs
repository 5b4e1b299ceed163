namespace Aurix.Platform.Sync;

/// <summary>How far this device's owner has let sync go. Kept on disk; what leads from one to another is a table in docs/sync-states.md.</summary>
public enum SyncState
{
    /// <summary>There is no account. Nothing is sent or asked.</summary>
    Off,

    /// <summary>The server took the login and the vault is known; its owner has not yet said that documents may leave. Nothing is sent or asked.</summary>
    SignedIn,

    /// <summary>Rounds run.</summary>
    Enabled,

    /// <summary>Its owner wants peace for now. Nothing is sent or asked; the account is kept.</summary>
    Paused,

    /// <summary>The server's copy is being removed, and removing goes on until it is done or its owner opts out. Nothing else is sent.</summary>
    Removing,
}
