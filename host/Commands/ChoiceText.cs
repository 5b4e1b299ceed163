using Aurix.Platform.Conflict;

namespace Aurix.Platform.Host.Commands;

/// <summary>What a merge left to its owner, in a sentence.</summary>
internal static class ChoiceText
{
    public static string Of(ConflictRecord record) => $"{What(record.Kind)} ({Where(record.Path)}, choice {record.Id}).";

    private static string What(string kind) => kind switch
    {
        ConflictRecordKinds.Replaced => "Both versions changed this; the later one stands",
        ConflictRecordKinds.BothKept => "Both versions rewrote this passage; both stand, one after the other",
        ConflictRecordKinds.BothInserted => "Both versions added something here; both stand, one after the other",
        ConflictRecordKinds.Adjacent => "Changes of both versions stand side by side and may not read well",
        ConflictRecordKinds.DeletedElsewhere => "One version deleted what the other changed; the change stands",
        ConflictRecordKinds.TypeChanged => "The versions made different kinds of value of this; the later one stands",
        ConflictRecordKinds.DuplicateId => "This was moved and is there twice now",
        ConflictRecordKinds.FileRenamed => "Both versions replaced this file; the later one has its name, the earlier one stands beside it",
        ConflictRecordKinds.Missing => "Every version had this, and the result would not",
        _ => $"The strategy calls this '{kind}'",
    };

    private static string Where(string path) => path.Length == 0 ? "the whole document" : $"at {path}";
}
