using System.Collections.Immutable;

namespace Aurix.Platform.Sync.Audit;

/// <summary>What a server can see, in the words that both the leak report and the question before opting in use (crypto.md §3.6).</summary>
internal static class LeakWords
{
    /// <summary>Of what it stores. The leak report has the numbers.</summary>
    public static readonly ImmutableArray<string> Stored =
    [
        "The address, the account's name and the names of the databases.",
        "How many documents there are, how often each was written, which carry the deletion flag and which have several leaves.",
        "How large each sealed document is, padded, and under which epoch of the keys it was sealed.",
        "How many chunks of files there are, and how large each is, padded.",
        "How many devices there are and how long their logs are; how often password, recovery code and keys were replaced.",
    ];

    // By definition, not by measurement: it follows from serving requests at all.
    public static readonly ImmutableArray<string> ByWatching =
    [
        "When each device is on: the time, the network address and the program of every request.",
        "About how many devices there are: each has checkpoints and a session of its own.",
        "When each document was made and changed, and in which rounds documents changed together.",
        "Which document a file belongs to, roughly: chunks are uploaded just before the document that names them.",
        "About how large a file is: a burst of chunks is its size to within one chunk.",
        "Which file is read or played: its chunks are fetched one after the other.",
        "When chunks that no document needs any more are proposed for deletion, which device answers when, and which chunks go.",
        "That two devices made exactly the same change of the same document: both send the same bytes.",
    ];
}
