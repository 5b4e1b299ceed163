namespace Aurix.Platform.Storage;

/// <summary>Names a blob inside one local database: the manifest's address in the vault, a content hash in a relay.</summary>
public readonly record struct BlobKey(string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
