using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>A choice that a merge made for its owner, who may make it again: what each version said, and what stands now (conflict.md §4.5).</summary>
/// <remarks>
/// Records travel in the merge's sealed body and never as marks in the owner's text. Two devices that make the same choice make the same
/// record: its <see cref="Id"/> covers place, kind, base and variants, and neither device nor time of the merge.
/// </remarks>
/// <param name="Path">Where in the content, as a JSON pointer (RFC 6901); empty for the whole. <c>#files/NAME</c> for a file.</param>
/// <param name="Kind">What met, one of <see cref="ConflictRecordKinds"/> or a strategy's own: 1 to 40 of <c>a-z 0-9 -</c>.</param>
/// <param name="Base">What was there before, null when nothing was or nobody knows.</param>
/// <param name="Variants">What each version made of it, ascending by stamp.</param>
/// <param name="Chosen">Whose variant stands; null when several do.</param>
public sealed record ConflictRecord(string Path, string Kind, CanonicalJson? Base, ImmutableArray<ConflictVariant> Variants, Revision? Chosen)
{
    /// <summary>The longest value that a record holds, in bytes of JSON. A longer one is left out and found in the kept version.</summary>
    public const int MaxValueBytes = 4096;

    /// <summary>For a choice within a text: where in the merged text it is, null otherwise.</summary>
    public TextAnchor? Anchor { get; init; }

    /// <summary>Which strategy chose, as <c>aurix.json@1</c>. Filled in by Conflict.</summary>
    public string Strategy { get; init; } = "";

    /// <summary>32 hex digits: the same choice has the same id on every device. It stays what it was when values are left out to save room.</summary>
    public string Id { get; init; } = Identify(Path, Kind, Base, Variants);

    /// <summary>The place and the kind, without content.</summary>
    public override string ToString() => $"{Kind} at a path of {Path.Length} characters, {Variants.Length} variants";

    // Lengths first, so that no two different records spell the same bytes. Not keyed: it only ever travels sealed.
    private static string Identify(string path, string kind, CanonicalJson? before, ImmutableArray<ConflictVariant> variants)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add("aurix/record/1"u8);
        Add(Encoding.UTF8.GetBytes(path));
        Add(Encoding.UTF8.GetBytes(kind));
        AddValue(before);
        foreach (var variant in variants.OrderBy(variant => variant.Revision))
        {
            Add(Encoding.UTF8.GetBytes(variant.Revision.ToString()));
            AddValue(variant.Value);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));

        void AddValue(CanonicalJson? value)
        {
            if (value is null)
            {
                Add(default);
                return;
            }

            Add(value.Utf8.Span);
        }

        void Add(ReadOnlySpan<byte> part)
        {
            hash.AppendData(BitConverter.GetBytes(part.Length));
            hash.AppendData(part);
        }
    }
}

/// <summary>What one version said at a record's place.</summary>
/// <param name="Revision">The version.</param>
/// <param name="Stamp">When it was edited.</param>
/// <param name="Value">What it said; null when it has nothing there, or more than <see cref="ConflictRecord.MaxValueBytes"/>.</param>
public sealed record ConflictVariant(Revision Revision, HybridTimestamp Stamp, CanonicalJson? Value);

/// <summary>A place in a text that later edits may have moved: where it was, and what stood around it.</summary>
/// <param name="Start">The first UTF-16 code unit in the merged text.</param>
/// <param name="Length">How many, 0 for a place between two.</param>
/// <param name="Context">16 hex digits over what stands around the place, to tell whether it is still there (<see cref="ContextOf"/>).</param>
public sealed record TextAnchor(int Start, int Length, string Context)
{
    // More would lose a place with any edit nearby, less would take a wrong place for the right one.
    private const int ContextUnits = 32;

    /// <summary>The anchor of a place in a text.</summary>
    public static TextAnchor At(string text, int start, int length) => new(start, length, ContextOf(text, start, length));

    /// <summary>Whether the text still has this place.</summary>
    public bool IsIn(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Start >= 0 && Length >= 0 && Start <= text.Length - Length && ContextOf(text, Start, Length) == Context;
    }

    /// <summary>16 hex digits over the 32 UTF-16 code units before the place and after it.</summary>
    private static string ContextOf(string text, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        var before = text[Math.Max(0, start - ContextUnits)..start];
        var after = text[(start + length)..Math.Min(text.Length, start + length + ContextUnits)];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([(byte)before.Length]); // so that moving the place by a character is another context
        hash.AppendData(Encoding.Unicode.GetBytes(before));
        hash.AppendData(Encoding.Unicode.GetBytes(after));
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }
}

/// <summary>What the built-in strategies call the choices they make.</summary>
public static class ConflictRecordKinds
{
    /// <summary>Both set one value; the later stands.</summary>
    public const string Replaced = "replaced";

    /// <summary>Both rewrote a longer run; both stand, the earlier first.</summary>
    public const string BothKept = "both-kept";

    /// <summary>Both inserted at one place; both stand, the earlier first.</summary>
    public const string BothInserted = "both-inserted";

    /// <summary>Changes of both stand next to each other and may not read well. Low.</summary>
    public const string Adjacent = "adjacent";

    /// <summary>One deleted what the other changed; the change stands.</summary>
    public const string DeletedElsewhere = "deleted-elsewhere";

    /// <summary>One changed the kind of a value that the other changed; the later stands.</summary>
    public const string TypeChanged = "type-changed";

    /// <summary>An element moved in one version and is there twice now.</summary>
    public const string DuplicateId = "duplicate-id";

    /// <summary>Both replaced a file; the later has its name, the earlier stands beside it.</summary>
    public const string FileRenamed = "file-renamed";

    /// <summary>Something that every version has would not have been in the result; it is named here.</summary>
    public const string Missing = "missing";
}
