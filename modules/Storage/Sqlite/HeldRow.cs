namespace Aurix.Platform.Storage.Sqlite;

/// <summary>A row that nearly every job of a transaction changes: it is read once, changed in memory, and written once before the commit.</summary>
/// <remarks>Immutable, so that undoing one job is taking back what was held before it.</remarks>
internal abstract record HeldRow
{
    /// <summary>Writes the row if it changed.</summary>
    public abstract void Flush(Session session);
}
