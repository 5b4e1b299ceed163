using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict;

/// <summary>Joins the files of the heads, name by name (conflict.md §4.6). For strategies that have no view of their own about files.</summary>
/// <remarks>
/// One side's change stands. Of two different files under one name the one edited later keeps the name, and the other stays beside it as
/// <c>name (conflict 1a2b3c4d).ext</c>. A file that one side removed and the other changed stays. Nothing depends on the order of the heads.
/// </remarks>
public static class AttachmentMerge
{
    /// <summary>The files of the result, and a record for each choice.</summary>
    /// <param name="input">What is joined.</param>
    /// <param name="isDeleted">Whether the result is that the document is deleted: then it has no files.</param>
    public static (ImmutableSortedDictionary<string, Attachment> Files, ImmutableArray<ConflictRecord> Records) Join(MergeInput input, bool isDeleted)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (isDeleted)
        {
            return (DocumentBody.NoAttachments, []);
        }

        var before = input.Base?.Attachments ?? DocumentBody.NoAttachments;
        var living = input.Heads.Any(head => !head.Deleted);

        // Who deleted the whole document removed no single file from it: where an edit outlives the delete, so do its files.
        ImmutableArray<MergeHead> heads = [.. input.HeadsByAge.Where(head => !living || !head.Deleted)];
        var files = DocumentBody.NoAttachments.ToBuilder();
        var aside = new List<(string Name, Attachment File)>();
        var records = ImmutableArray.CreateBuilder<ConflictRecord>();
        foreach (var name in heads.SelectMany(head => head.Attachments.Keys).Concat(before.Keys).ToImmutableSortedSet(StringComparer.Ordinal))
        {
            JoinName(name, before.GetValueOrDefault(name), heads, files, aside, records);
        }

        foreach (var (name, file) in aside)
        {
            PutBeside(name, file, files);
        }

        return (files.ToImmutable(), records.ToImmutable());
    }

    private static void JoinName(
        string name,
        Attachment? before,
        ImmutableArray<MergeHead> heads,
        ImmutableSortedDictionary<string, Attachment>.Builder files,
        List<(string Name, Attachment File)> aside,
        ImmutableArray<ConflictRecord>.Builder records)
    {
        var changed = heads.Where(head => head.Attachments.GetValueOrDefault(name) != before).ToList();
        var kept = changed.Where(head => head.Attachments.ContainsKey(name)).ToList();
        if (changed.Count == 0)
        {
            files[name] = before!;
            return;
        }

        if (kept.Count == 0)
        {
            return; // every change was a removal
        }

        var winner = kept[^1].Attachments[name];
        files[name] = winner;
        var losers = kept.Select(head => head.Attachments[name]).Where(file => file.Blob != winner.Blob).DistinctBy(file => file.Blob).ToList();
        foreach (var loser in losers)
        {
            aside.Add((name, loser));
        }

        if (losers.Count > 0 || kept.Count < changed.Count)
        {
            var kind = losers.Count > 0 ? ConflictRecordKinds.FileRenamed : ConflictRecordKinds.DeletedElsewhere;
            var variants = changed.Select(head => new ConflictVariant(head.Revision, head.Stamp, Describe(head.Attachments.GetValueOrDefault(name))));
            records.Add(new ConflictRecord($"#files/{name}", kind, Describe(before), [.. variants], kept[^1].Revision));
        }
    }

    /// <summary>Finds a name for a file that lost its own: <c>memo.flac</c> becomes <c>memo (conflict 1a2b3c4d).flac</c>.</summary>
    private static void PutBeside(string name, Attachment file, ImmutableSortedDictionary<string, Attachment>.Builder files)
    {
        // Somebody may have given that very name to another file: then the whole of the file's own name, and then the same once more.
        var own = file.Blob.File.ToString();
        var free = Beside(name, own[..8]);
        for (var mark = own; files.TryGetValue(free, out var there) && there.Blob != file.Blob; mark += "+")
        {
            free = Beside(name, mark);
        }

        files.TryAdd(free, file);
    }

    private static string Beside(string name, string mark)
    {
        var dot = name.LastIndexOf('.');
        var stem = dot > 0 ? dot : name.Length;
        return $"{name[..stem]} (conflict {mark}){name[stem..]}";
    }

    private static CanonicalJson? Describe(Attachment? file) =>
        file is null ? null : CanonicalJson.Parse($"{{\"file\":\"{file.Blob.File}\",\"size\":{file.Blob.Size}}}");
}
