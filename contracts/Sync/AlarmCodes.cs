using System.Collections.Immutable;

namespace Aurix.Platform.Sync;

/// <summary>What a server can be caught at (crypto.md §5).</summary>
public static class AlarmCodes
{
    /// <summary>A device's log or head is older than it was, or gone.</summary>
    public const string HeadRollback = nameof(HeadRollback);

    /// <summary>Two histories of one device, or two devices that were served different ones.</summary>
    public const string HeadFork = nameof(HeadFork);

    /// <summary>An older key ring than was seen before.</summary>
    public const string KeyringRollback = nameof(KeyringRollback);

    /// <summary>Another vault where ours was.</summary>
    public const string VaultMismatch = nameof(VaultMismatch);

    /// <summary>No vault where ours was.</summary>
    public const string VaultMissing = nameof(VaultMissing);

    /// <summary>Another device has seen more of a device than we are shown.</summary>
    public const string Withheld = nameof(Withheld);

    /// <summary>A device vouches for a revision that the server does not give.</summary>
    public const string Omission = nameof(Omission);

    /// <summary>A device goes on writing without ever seeing what this one wrote.</summary>
    public const string StaleView = nameof(StaleView);

    /// <summary>Those that stop sending.</summary>
    public static ImmutableArray<string> Stopping { get; } = [HeadRollback, HeadFork, KeyringRollback, VaultMismatch, VaultMissing];
}
