namespace Aurix.Platform.Hosting;

/// <summary>The families of messages. One module at a time serves a role, except <see cref="Strategy"/> and <see cref="Extension"/>, where each module serves its own name.</summary>
public static class Roles
{
    /// <summary>Documents, revision trees, change feed, blobs.</summary>
    public const string Storage = "storage";

    /// <summary>Keys, envelopes, chunks.</summary>
    public const string Crypto = "crypto";

    /// <summary>Replication, accounts, schedule.</summary>
    public const string Sync = "sync";

    /// <summary>Normalisation and policy.</summary>
    public const string Conflict = "conflict";

    /// <summary>Incoming HTTP.</summary>
    public const string Gateway = "gateway";

    /// <summary>One conflict strategy, reached by its id.</summary>
    public const string Strategy = "strategy";

    /// <summary>Something of somebody else's that listens, asks and does: any number of modules, each reached by its id.</summary>
    public const string Extension = "extension";

    /// <summary>The host itself: what is loaded.</summary>
    public const string Host = "host";

    /// <summary>
    /// Whether two copies that serve the role at a time would harm: they own files, keys, or a turn that only one may have. Such a role is swapped
    /// with a pause, in which its requests wait; the others without.
    /// </summary>
    public static bool IsExclusive(string role) => role is Storage or Crypto or Sync;
}
