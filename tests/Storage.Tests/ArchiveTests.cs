using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using CsCheck;

namespace Aurix.Platform.Tests;

public sealed class ArchiveTests : IDisposable
{
    private readonly ArchiveFixture _archives = new();

    public void Dispose() => _archives.Dispose();

    [Fact]
    public async Task What_comes_out_of_an_archive_of_the_same_vault_is_the_same_to_the_byte()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        await using var restored = await StoreFixture.WithVaultAsync();

        var report = await ArchiveFixture.ImportAsync(restored, path);

        Assert.True(report.IsOwn);
        Assert.Empty(report.Refused);
        Assert.Equal((5, 3), (report.Documents, report.FilesAdded));
        Assert.Equal(await ArchiveFixture.EverythingAsync(store), await ArchiveFixture.EverythingAsync(restored));
        foreach (var name in new[] { "empty", "small", "large" })
        {
            Assert.Equal(await ArchiveFixture.ReadAsync(store, "files", name), await ArchiveFixture.ReadAsync(restored, "files", name));
        }

        Assert.Empty(await restored.SendAsync(new ListIncompleteBlobs(null, 10)));
        await ArchiveFixture.MustBeSoundAsync(restored);
    }

    [Fact]
    public async Task Into_another_vault_go_the_same_contents_histories_and_losers_under_its_own_names()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        await using var other = await ArchiveFixture.OtherVaultAsync();

        var report = await ArchiveFixture.ImportAsync(other, path);

        Assert.False(report.IsOwn);
        Assert.Empty(report.Refused);
        Assert.Equal(await ArchiveFixture.MeaningAsync(store), await ArchiveFixture.MeaningAsync(other));
        Assert.NotEqual((await store.GetAsync("gone")).Revision, (await other.GetAsync("gone")).Revision);
        Assert.Equal(await ArchiveFixture.ReadAsync(store, "files", "large"), await ArchiveFixture.ReadAsync(other, "files", "large"));
        Assert.Empty(await other.SendAsync(new ListIncompleteBlobs(null, 10)));
        await ArchiveFixture.MustBeSoundAsync(other);
    }

    [Fact]
    public void Any_tree_with_any_gaps_comes_out_the_same()
    {
        // Each step: which device, on which of the revisions so far (or none), whether the result is parked, whether its body is dropped later.
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[-1, 11], Gen.Bool, Gen.Bool);
        step.Array[1, 12].Sample(
            steps => Task.Run(() => GoesRoundAsync(steps)).GetAwaiter().GetResult(),
            iter: 25,
            threads: 1);
    }

    [Fact]
    public async Task What_another_vault_took_in_is_minted_with_its_keys()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        await using var other = await ArchiveFixture.OtherVaultAsync();
        await ArchiveFixture.ImportAsync(other, await _archives.ExportAsync(store));
        await using var second = await ArchiveFixture.OtherVaultAsync();

        // An archive of the other vault goes into a second device of it only if every name is the one that its keys give.
        var report = await ArchiveFixture.ImportAsync(second, await _archives.ExportAsync(other));

        Assert.True(report.IsOwn);
        Assert.Empty(report.Refused);
        Assert.Equal(await ArchiveFixture.EverythingAsync(other), await ArchiveFixture.EverythingAsync(second));
    }

    [Fact]
    public async Task A_second_import_adds_nothing()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        await using var restored = await StoreFixture.WithVaultAsync();
        await using var other = await ArchiveFixture.OtherVaultAsync();
        foreach (var target in new[] { store, restored, other })
        {
            await ArchiveFixture.ImportAsync(target, path);
            var before = await target.SendAsync(new DescribeDatabase(DatabaseName.Vault));

            var report = await ArchiveFixture.ImportAsync(target, path);

            Assert.Equal((0, 0, 0), (report.Added, report.FilesAdded, report.Branched));
            Assert.Equal(before!.UpdateSequence, (await target.SendAsync(new DescribeDatabase(DatabaseName.Vault)))!.UpdateSequence);
        }
    }

    [Fact]
    public async Task A_document_that_exists_in_the_other_vault_becomes_a_branch_and_nothing_is_overwritten()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("note:1", "\"theirs\"");
        await using var other = await ArchiveFixture.OtherVaultAsync();
        var ours = await other.PutAsync("note:1", "\"ours\"");

        var report = await ArchiveFixture.ImportAsync(other, await _archives.ExportAsync(store));

        Assert.Equal((1, 1), (report.Added, report.Branched));
        Assert.Equal("\"ours\"", (await other.GetAsync("note:1", ours)).Body.Content.ToText());
        Assert.Equal(2, (await other.GetAsync("note:1")).Heads);
        Assert.Equal(new DocumentId("note:1"), Assert.Single(await other.SendAsync(new ListUnnormalised(10))));
        Assert.Contains(other.Harness.Published.OfType<ConflictsFound>(), found => found.Ids.Contains(new("note:1")));
    }

    [Fact]
    public async Task An_older_archive_of_the_same_vault_takes_nothing_back()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        var seen = (await store.GetAsync("files")).Revision;
        var newer = await store.PutAsync("files", "2", seen);

        await ArchiveFixture.ImportAsync(store, path);

        Assert.Equal((newer, 1), ((await store.GetAsync("files")).Revision, (await store.GetAsync("files")).Heads));
    }

    [Fact]
    public async Task Files_that_are_not_whole_here_are_told_and_their_documents_go_along()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var blob = new BlobReference(BlobFileId.FromBytes(new byte[16]), 1, BlobAddress.FromBytes(new byte[32]), 5);
        var files = DocumentBody.NoAttachments.Add("f", new Attachment(blob, "a/b", new Dot(new(0xb), 1)));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [new Device(0xb).Edit("1", files: files).Graft()]));

        var path = _archives.NewPath();
        var exported = await store.SendAsync(new ExportArchive(path));

        Assert.Equal((0, 1), (exported.Files, exported.MissingFiles));
        Assert.Equal(blob.Manifest.ToString(), Assert.Single(exported.Missing).Value);
        await using var restored = await StoreFixture.WithVaultAsync();
        Assert.Equal((1, 0), ((await ArchiveFixture.ImportAsync(restored, path)).Added, (await ArchiveFixture.ImportAsync(restored, path)).FilesAdded));
        Assert.Single(await restored.SendAsync(new ListIncompleteBlobs(null, 10)));
    }

    [Fact]
    public async Task A_file_that_proves_damaged_while_it_is_read_is_taken_back_and_told()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await ArchiveFixture.AttachAsync(store, "note:1", ("a", ArchiveFixture.Noise(1_500_000)), ("b", ArchiveFixture.Noise(1_500_001)), ("c", ArchiveFixture.Noise(1_500_002)));
        store.QueryBlobs("UPDATE chunks SET data = x'00' WHERE place = 1 AND content = (SELECT blob FROM blobs ORDER BY key LIMIT 1 OFFSET 1)");
        var path = _archives.NewPath();

        var exported = await store.SendAsync(new ExportArchive(path));

        Assert.Equal((2, 1), (exported.Files, exported.MissingFiles));
        await using var restored = await StoreFixture.WithVaultAsync();
        Assert.Equal(2, (await ArchiveFixture.ImportAsync(restored, path)).FilesAdded);
    }

    [Fact]
    public async Task A_document_larger_than_a_line_goes_on_in_the_next_and_pieces_are_bounded()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        Revision? last = null;
        for (var number = 0; number < 9; number++)
        {
            last = await store.PutAsync("large", $"\"{number}{new string('x', 3_000_000)}\"", last);
        }

        var path = await _archives.ExportAsync(store);

        var pieces = TarText.Entries(path).Where(entry => entry.StartsWith("documents/", StringComparison.Ordinal));
        Assert.Equal(["documents/00000001.jsonl", "documents/00000002.jsonl", "documents/00000003.jsonl"], pieces);
        foreach (var target in new[] { await StoreFixture.WithVaultAsync(), await ArchiveFixture.OtherVaultAsync() })
        {
            await using var restored = target;
            Assert.Equal(9, (await ArchiveFixture.ImportAsync(restored, path)).Added);
            Assert.Equal(await ArchiveFixture.MeaningAsync(store), await ArchiveFixture.MeaningAsync(restored));
        }
    }

    [Fact]
    public async Task An_export_while_others_write_is_as_of_one_moment()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            // Always a before b: no moment has more of b than of a.
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await store.PutAsync($"a{number:d6}", "1");
                await ArchiveFixture.AttachAsync(store, $"b{number:d6}", ("f", [1, 2, 3]));
                begun.TrySetResult();
            }
        });
        await begun.Task;

        var paths = new[] { await _archives.ExportAsync(store), await _archives.ExportAsync(store) };
        await stop.CancelAsync();
        await writing;

        foreach (var path in paths)
        {
            await using var restored = await StoreFixture.WithVaultAsync();
            var report = await ArchiveFixture.ImportAsync(restored, path);
            var (first, second) = (await CountAsync(restored, 'a'), await CountAsync(restored, 'b'));
            Assert.InRange(first - second, 0, 1);
            Assert.Equal(second, report.FilesAdded);
        }

        static async Task<int> CountAsync(StoreFixture store, char letter) =>
            (await store.SendAsync(new ReadChanges(DatabaseName.Vault, LocalSequence.Start, 10_000))).Rows.Count(row => row.Id.Value[0] == letter);
    }

    [Theory]
    [InlineData(typeof(MintRevisions), 900)] // between two batches of documents
    [InlineData(typeof(MintChunks), 5)] // inside a file of three chunks
    public async Task An_import_that_was_cut_off_is_finished_by_running_it_again(Type message, int call)
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        await store.SendAsync(new PutDocuments([.. Enumerable.Range(0, 999).Select(number => new PutDocument(new($"many:{number}"), CanonicalJson.Null, null))]));
        var path = await _archives.ExportAsync(store);
        var target = await StoreFixture.WithVaultAsync();
        var calls = 0;
        target.Storage.Sending = sent =>
        {
            if (sent.GetType() == message && ++calls == call)
            {
                throw new IOException("the power went");
            }
        };

        Assert.Equal("ArchiveNotRead", (await Assert.ThrowsAsync<StoreException>(() => ArchiveFixture.ImportAsync(target, path))).Code);
        await using var restored = await target.ReopenAsync();
        var report = await ArchiveFixture.ImportAsync(restored, path);

        Assert.InRange(report.Known, 500, 1300);
        Assert.Equal(await ArchiveFixture.EverythingAsync(store), await ArchiveFixture.EverythingAsync(restored));
        Assert.Empty(await restored.SendAsync(new ListIncompleteBlobs(null, 10)));
        await ArchiveFixture.MustBeSoundAsync(restored);
    }

    [Fact]
    public async Task Real_tar_and_sha256sum_agree_with_the_archive_and_it_is_its_owners_alone()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        var folder = Directory.CreateDirectory(Path.Combine(_archives.Folder, "unpacked")).FullName;

        Assert.Equal(0, await TarText.RunAsync("sh", "-c", $"tar xf '{path}' -C '{folder}' && cd '{folder}' && sha256sum --strict -c SHA256SUMS"));

        Assert.Equal(ArchiveFixture.Noise(5 + (2 * BlobReference.ChunkSize)), await File.ReadAllBytesAsync(
            Path.Combine(folder, "files", (await store.GetAsync("files")).Body.Attachments["large"].Blob.Manifest.ToString())));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        // Packed again by another program in the same order it is still an archive.
        var again = _archives.NewPath();
        Assert.Equal(0, await TarText.RunAsync("sh", "-c", $"cd '{folder}' && LC_ALL=C tar --format=pax -cf '{again}' aurix-archive.json documents/* files/* files.jsonl SHA256SUMS"));
        await using var restored = await StoreFixture.WithVaultAsync();
        await ArchiveFixture.ImportAsync(restored, again);
        Assert.Equal(await ArchiveFixture.EverythingAsync(store), await ArchiveFixture.EverythingAsync(restored));
    }

    [Fact]
    public async Task An_export_replaces_nothing_and_leaves_nothing_half_done()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var path = _archives.NewPath();
        await File.WriteAllTextAsync(path, "precious");

        Assert.Equal("ArchiveExists", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new ExportArchive(path)))).Code);
        Assert.Equal(
            "ArchiveNotWritten",
            (await Assert.ThrowsAsync<StoreException>(() => store.SendAsync(new ExportArchive(Path.Combine(_archives.Folder, "no", "such", "folder.tar"))))).Code);
        Assert.Equal("precious", await File.ReadAllTextAsync(path));
        Assert.Equal([path], Directory.GetFiles(_archives.Folder));
    }

    [Fact]
    public async Task A_device_without_a_vault_is_told_to_make_one()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var path = await _archives.ExportAsync(store);
        await using var empty = await StoreFixture.OpenAsync();

        var wrong = await Assert.ThrowsAsync<StoreException>(() => ArchiveFixture.ImportAsync(empty, path));

        Assert.Equal(("StoreMissing", "Run 'aurix init' first."), (wrong.Code, wrong.NextStep));
    }

    private async Task<bool> GoesRoundAsync((int Device, int Parent, bool Parks, bool Drops)[] steps)
    {
        Device[] devices = [new(0xa), new(0xb), new(0xc)];
        var made = new List<Made>();
        await using var store = await StoreFixture.WithVaultAsync();
        foreach (var (device, parent, parks, _) in steps)
        {
            var edit = devices[device].Edit($"{made.Count}", parent < 0 || made.Count == 0 ? null : made[parent % made.Count]);
            made.Add(edit);
            await store.SendAsync(new GraftRevisions(DatabaseName.Vault, parks ? [edit.Graft(), Device.Park(edit).Graft()] : [edit.Graft()]));
        }

        foreach (var (edit, _) in made.Zip(steps).Where(pair => pair.Second.Drops))
        {
            ArchiveFixture.Drop(store, edit.Revision);
        }

        var path = await _archives.ExportAsync(store);
        await using var restored = await StoreFixture.WithVaultAsync();
        await using var other = await ArchiveFixture.OtherVaultAsync();
        await ArchiveFixture.ImportAsync(restored, path);
        await ArchiveFixture.ImportAsync(other, path);
        await ArchiveFixture.MustBeSoundAsync(restored);
        await ArchiveFixture.MustBeSoundAsync(other);
        Assert.Equal(await ArchiveFixture.EverythingAsync(store), await ArchiveFixture.EverythingAsync(restored));
        Assert.Equal(await ArchiveFixture.MeaningAsync(store), await ArchiveFixture.MeaningAsync(other));
        return (await ArchiveFixture.ImportAsync(other, path)).Added == 0;
    }
}
