using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>What an entry is.</summary>
internal enum ArchivePart
{
    Manifest,
    Documents,
    File,
    FileList,
    Sums,
}

/// <summary>Holds entries to the order of the format, which leaves room for no second, foreign or misnamed one.</summary>
internal sealed class ArchiveLayout
{
    private ArchivePart? _last;
    private string _lastFile = "";
    private int _pieces;

    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>.</exception>
    public ArchivePart Next(TarEntryPlace entry)
    {
        var part = Part(entry.Name);
        var isNext = part switch
        {
            null => false,
            ArchivePart.Manifest => _last is null && entry.Size <= ArchiveFormat.LongestHeader,
            ArchivePart.Documents => _last is ArchivePart.Manifest or ArchivePart.Documents && entry.Name == ArchiveFormat.Piece(++_pieces) && entry.Size <= ArchiveFormat.LargestPiece,
            ArchivePart.File => _last is ArchivePart.Manifest or ArchivePart.Documents or ArchivePart.File && string.CompareOrdinal(entry.Name, _lastFile) > 0,
            ArchivePart.FileList => _last is ArchivePart.Manifest or ArchivePart.Documents or ArchivePart.File,
            _ => _last is ArchivePart.FileList,
        };
        if (!isNext)
        {
            throw ArchiveErrors.Damaged(entry.Name, "does not belong there");
        }

        _last = part;
        _lastFile = part is ArchivePart.File ? entry.Name : _lastFile;
        return part!.Value;
    }

    /// <exception cref="Errors.StoreException"><c>ArchiveDamaged</c>.</exception>
    public void End()
    {
        if (_last is not ArchivePart.Sums)
        {
            throw ArchiveErrors.Damaged(ArchiveFormat.Sums, "is missing");
        }
    }

    private static ArchivePart? Part(string name) => name switch
    {
        ArchiveFormat.Manifest => ArchivePart.Manifest,
        ArchiveFormat.FileList => ArchivePart.FileList,
        ArchiveFormat.Sums => ArchivePart.Sums,
        _ when name.StartsWith(ArchiveFormat.Documents, StringComparison.Ordinal) => ArchivePart.Documents,
        _ when name.StartsWith(ArchiveFormat.Files, StringComparison.Ordinal) && BlobAddress.TryParse(name[ArchiveFormat.Files.Length..], out _) => ArchivePart.File,
        _ => null,
    };
}
