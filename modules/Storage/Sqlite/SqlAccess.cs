namespace Aurix.Platform.Storage.Sqlite;

/// <summary>How files are opened.</summary>
/// <param name="BusyTimeout">How long a lock of another process is waited for.</param>
/// <param name="Key">What an encrypting SQLite encrypts the files under; null for files in the clear (ADR 0008).</param>
internal sealed record SqlAccess(TimeSpan BusyTimeout, string? Key)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => nameof(SqlAccess);
}
