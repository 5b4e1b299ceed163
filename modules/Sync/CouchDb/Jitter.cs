using System.Security.Cryptography;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Makes waits uneven, so that devices that were turned away together do not come back in step.</summary>
internal static class Jitter
{
    /// <summary>From half of it up to all of it.</summary>
    public static TimeSpan UpTo(TimeSpan wait) => wait * (0.5 + Half());

    /// <summary>From all of it up to half as much again: for a wait that is not to be cut short.</summary>
    public static TimeSpan AtLeast(TimeSpan wait) => wait * (1 + Half());

    private static double Half() => RandomNumberGenerator.GetInt32(1000) / 2000.0;
}
