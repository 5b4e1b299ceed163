using System.Collections.Concurrent;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Sync.Transfer;

/// <summary>Which files a server would not take a short while ago. In memory: a new process, and so every command, tries again at once.</summary>
internal sealed class RefusedFiles(TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromHours(1); // shorter, and a megabyte is sent for nothing again and again; longer, and nobody sees that it would go by now

    private readonly ConcurrentDictionary<BlobKey, DateTimeOffset> _refused = [];

    public void Note(BlobKey blob) => _refused[blob] = time.GetUtcNow();

    public bool Rests(BlobKey blob) => _refused.TryGetValue(blob, out var when) && time.GetUtcNow() - when < Rest;
}
