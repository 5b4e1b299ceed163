using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>Short words for what the tests of archives do, and a vault that has something of everything.</summary>
internal sealed class ArchiveFixture : IDisposable
{
    private int _archives;

    public string Folder { get; } = Directory.CreateTempSubdirectory("aurix-archive-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string NewPath() => Path.Combine(Folder, $"{++_archives}.tar");

    public async Task<string> ExportAsync(StoreFixture store)
    {
        var path = NewPath();
        await store.SendAsync(new ExportArchive(path));
        return path;
    }

    public static Task<ImportReport> ImportAsync(StoreFixture store, string path) => store.SendAsync(new ImportArchive(path));

    /// <summary>A store of another vault than <see cref="TestVault.Own"/>.</summary>
    public static async Task<StoreFixture> OtherVaultAsync()
    {
        var directory = Directory.CreateTempSubdirectory("aurix-test-").FullName;
        TestVault.Joined.CopyKeysTo(directory);
        var store = await StoreFixture.OpenAsync(directory);
        await store.SendAsync(new InitialiseVault(TestVault.Joined.Id));
        return store;
    }

    /// <summary>A vault with a history, a conflict, a resolved conflict with its park, a deletion, a dropped body, and files of no, one and three chunks.</summary>
    public static async Task<StoreFixture> FullVaultAsync()
    {
        var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("note:1", """{"title":"first","ümlaut":"\u0001\n€"}""");
        await store.PutAsync("note:1", """{"title":"second"}""", first);
        await store.PutAsync("note:1", """{"title":"branch"}""", first, allowBranch: true);

        var gone = await store.PutAsync("gone", "1");
        await store.SendAsync(new DeleteDocument(new("gone"), gone));

        await ResolveAsync(store);
        await AttachAsync(store, "files", ("empty", []), ("small", "small"u8.ToArray()), ("large", Noise((2 * BlobReference.ChunkSize) + 5)));

        // What retention leaves: a name without a body, between two revisions that have theirs.
        var oldest = await store.PutAsync("compacted", "1");
        var middle = await store.PutAsync("compacted", "2", oldest);
        await store.PutAsync("compacted", "3", middle);
        Drop(store, middle);
        return store;
    }

    public static async Task<FinishedBlob> StoreAsync(StoreFixture store, byte[] bytes)
    {
        var upload = await store.SendAsync(new BeginBlob(DatabaseName.Vault));
        for (var at = 0; at < bytes.Length; at += 1_000_000)
        {
            await store.SendAsync(new AppendBlob(DatabaseName.Vault, upload, bytes.AsMemory(at, Math.Min(1_000_000, bytes.Length - at))));
        }

        return await store.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
    }

    public static async Task AttachAsync(StoreFixture store, string id, params (string Name, byte[] Bytes)[] files)
    {
        var attach = ImmutableDictionary.CreateBuilder<string, NewAttachment>();
        foreach (var (name, bytes) in files)
        {
            attach[name] = new NewAttachment((await StoreAsync(store, bytes)).Reference!, "a/b");
        }

        Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new PutDocument(new(id), CanonicalJson.EmptyObject, null) { Attach = attach.ToImmutable() }));
    }

    public static byte[] Noise(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    public static async Task<byte[]> ReadAsync(StoreFixture store, string id, string name)
    {
        var blob = (await store.GetAsync(id)).Body.Attachments[name].Blob;
        using var bytes = new MemoryStream();
        while (bytes.Length < blob.Size)
        {
            bytes.Write((await store.SendAsync(new ReadBlob(DatabaseName.Vault, new BlobKey(blob.Manifest.ToString()), bytes.Length, 1_000_000)))!.Data.Span);
        }

        return bytes.ToArray();
    }

    /// <summary>Everything an archive has to carry, as text: each document with its winner, each revision with parent, leaf, tombstone and bytes, each file that is whole.</summary>
    public static async Task<string> EverythingAsync(StoreFixture store)
    {
        var text = new StringBuilder();
        var changes = await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10_000));
        foreach (var row in changes.Rows.OrderBy(row => row.Id))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Id} {row.RemoteId} shows {row.Winner} leaves {string.Join(' ', row.Leaves)}");
            foreach (var node in (await store.SendAsync(new ReadTree(row.Id)))!.Nodes)
            {
                var body = node.Encoded is null ? "-" : Encoding.UTF8.GetString(node.Encoded.Utf8.Span);
                text.AppendLine(CultureInfo.InvariantCulture, $"  {node.Revision} on {node.Parent} {node.IsLeaf} {node.IsTombstone} {body}");
            }
        }

        return text.ToString();
    }

    /// <summary>What a person sees, whatever the keys: shape of trees, kinds, contents, edits, stamps, files.</summary>
    public static async Task<string> MeaningAsync(StoreFixture store)
    {
        var text = new StringBuilder();
        var changes = await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10_000));
        foreach (var row in changes.Rows.OrderBy(row => row.Id))
        {
            var nodes = (await store.SendAsync(new ReadTree(row.Id)))!.Nodes;
            string Named(Revision? revision) => nodes.FirstOrDefault(node => node.Revision == revision) is { } node ? Told(node.Body) : "nobody";
            text.AppendLine(CultureInfo.InvariantCulture, $"{row.Id}");
            foreach (var line in nodes.Select(node =>
                $"  {node.Revision.Generation} {node.IsLeaf} {node.IsTombstone} {Told(node.Body)} on {Named(node.Parent)} joins {string.Join('+', (node.Body?.Parents ?? []).Select(one => Named(one)).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal))
            {
                text.AppendLine(line);
            }
        }

        return text.ToString();

        static string Told(DocumentBody? body)
        {
            var shown = body?.Parked is { } parked ? DocumentBodyCodec.Decode(parked.Body.Utf8) : body;
            return shown is null
                ? "-"
                : $"[{body!.Kind} {shown.Kind} {shown.Dot} {shown.Causes} {shown.Stamp} {shown.Deleted} {shown.Content.ToText()} {string.Join(',', shown.Attachments.Select(file => $"{file.Key}={file.Value.Blob.File}/{file.Value.Blob.Size}"))}]";
        }
    }

    /// <summary>Drops a body as retention does, if something was built on it.</summary>
    public static void Drop(StoreFixture store, Revision revision)
    {
        var rev = $"(SELECT rev FROM revs WHERE generation = {revision.Generation} AND hash = x'{revision.Hash}' AND is_leaf = 0)";
        store.Query($"DELETE FROM journal WHERE rev = {rev}");
        store.Query($"DELETE FROM rev_blobs WHERE rev = {rev}");
        store.Query($"UPDATE revs SET body = NULL WHERE rev = {rev}");
    }

    public static async Task MustBeSoundAsync(StoreFixture store) =>
        Assert.All(await store.SendAsync(new CheckStore()), finding => Assert.True(finding.Healthy, finding.Message));

    // What Conflict would do: two heads, joined, the loser parked.
    private static async Task ResolveAsync(StoreFixture store)
    {
        var (one, other) = (new Device(0xa), new Device(0xb));
        var (winner, loser) = (one.Edit("1"), other.Edit("2"));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [winner.Graft(), loser.Graft()]));
        var (top, below) = winner.Revision.CompareTo(loser.Revision) > 0 ? (winner, loser) : (loser, winner);
        var merge = new TreeAddition(top.Revision, IsTombstone: false, new DocumentBody
        {
            Id = new("d"),
            Type = DocumentType.Default,
            Kind = DocumentBodyKind.Merge,
            Causes = winner.Body.Causes.Union(loser.Body.Causes),
            Stamp = loser.Body.Stamp,
            Parents = [.. new[] { winner.Revision, loser.Revision }.Order()],
            Merge = new MergeProvenance("aurix.lww", 1, 0, "", null, BaseQuality.Exact, false),
            Content = CanonicalJson.Parse("2"),
        });
        var park = new TreeAddition(below.Revision, IsTombstone: true, Device.ParkOf(below));
        Assert.IsType<NormalisationOutcome.Committed>(await store.SendAsync(new CommitNormalisation(
            new("d"), [.. new[] { winner.Revision, loser.Revision }.Order()], [park, merge], Settled: true)));
    }
}
