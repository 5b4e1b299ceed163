using System.Formats.Tar;
using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

/// <summary>An archive comes from anywhere: each lie gets a typed answer, and what is damaged as a whole changes nothing.</summary>
public sealed class HostileArchiveTests : IDisposable
{
    private const string Manifest = "aurix-archive.json";
    private const string Piece = "documents/00000001.jsonl";
    private const string Key = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly ArchiveFixture _archives = new();

    public void Dispose() => _archives.Dispose();

    [Fact]
    public async Task Damage_to_any_entry_is_refused_and_changes_nothing()
    {
        await using var store = await ArchiveFixture.FullVaultAsync();
        var path = await _archives.ExportAsync(store);
        var bytes = await File.ReadAllBytesAsync(path);
        await using var target = await StoreFixture.WithVaultAsync();
        var broken = _archives.NewPath();

        // In the middle of its content, and in its name.
        foreach (var (name, content) in TarText.Read(path))
        {
            var header = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name + "\0"));
            foreach (var at in content.Length > 0 ? new[] { header, header + 512 + (content.Length / 2) } : [header])
            {
                bytes[at] ^= 1;
                await File.WriteAllBytesAsync(broken, bytes);
                bytes[at] ^= 1;
                await MustBeRefusedAsync(target, broken, $"{name} at {at}");
            }
        }
    }

    [Fact]
    public async Task An_archive_that_was_cut_off_or_goes_on_after_its_end_is_refused()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("note:1", "1");
        await ArchiveFixture.AttachAsync(store, "note:2", ("f", [1, 2, 3]));
        var bytes = await File.ReadAllBytesAsync(await _archives.ExportAsync(store));
        await using var target = await StoreFixture.WithVaultAsync();
        var broken = _archives.NewPath();

        for (var length = 0; length < bytes.Length; length += 509)
        {
            await File.WriteAllBytesAsync(broken, bytes[..length]);
            await MustBeRefusedAsync(target, broken, $"cut off at {length}");
        }

        foreach (var more in new[] { new byte[4 * 1024 * 1024], [1], bytes })
        {
            await File.WriteAllBytesAsync(broken, [.. bytes, .. more]);
            await MustBeRefusedAsync(target, broken, $"with {more.Length} bytes more");
        }
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/tmp/evil")]
    [InlineData("files/../../evil")]
    [InlineData("files/evil")]
    [InlineData("files/MISSING")]
    [InlineData("documents/00000002.jsonl")]
    [InlineData("documents/1.jsonl")]
    [InlineData("documents/")]
    [InlineData(Manifest)]
    [InlineData("files.jsonl")]
    [InlineData("\u001b[2Jevil")]
    public async Task An_entry_of_another_name_or_at_another_place_is_refused(string name)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var path = Write([.. Archive("").Where(entry => entry.Name is Manifest), (name, "x"u8.ToArray()), .. Archive("").Where(entry => entry.Name is not Manifest)]);

        var wrong = await MustBeRefusedAsync(target, path, name);
        Assert.DoesNotContain('\u001b', wrong.Message);
        Assert.False(File.Exists("/tmp/evil"));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Directory)]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.BlockDevice)]
    public async Task An_entry_that_is_no_plain_file_is_refused(TarEntryType type)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var special = new PaxTarEntry(type, $"files/{Key}");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            special.LinkName = "/etc/passwd";
        }

        var path = _archives.NewPath();
        var plain = Archive("").Select(entry => new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(entry.Bytes) }).ToList<TarEntry>();
        plain.Insert(1, special);
        TarText.Write(path, plain);

        await MustBeRefusedAsync(target, path, type.ToString());
    }

    [Theory]
    [InlineData("files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", '0', "77777777777", null)] // 8 GiB that are not there
    [InlineData("files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", '0', "00000000000", "size=9223372036854775807")]
    [InlineData("files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", '0', "00000000000", "size=-1")]
    [InlineData("files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", '0', "00000000000", "size=99999999999999999999")]
    [InlineData("header", 'x', "17777777777", null)] // two GiB of header
    [InlineData("header", 'L', "17777777777", null)]
    [InlineData("header", 'g', "00000000010", null)]
    public async Task A_size_that_cannot_be_is_refused_without_making_room_for_it(string name, char type, string size, string? extended)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        using var tar = new MemoryStream();
        Add(tar, Manifest, '0', Archive("")[0].Bytes);
        if (extended is not null)
        {
            var record = $" {extended}\n";
            Add(tar, "x", 'x', Encoding.UTF8.GetBytes($"{record.Length + 2}{record}"));
        }

        tar.Write(Header(name, type, size));
        tar.Write(new byte[4096]);
        var path = _archives.NewPath();
        await File.WriteAllBytesAsync(path, tar.ToArray());
        var before = GC.GetTotalAllocatedBytes();

        await MustBeRefusedAsync(target, path, name);

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public async Task A_gigantic_line_or_piece_is_refused()
    {
        await using var target = await StoreFixture.WithVaultAsync();

        await MustBeRefusedAsync(target, Write(Archive(new string(' ', 20 * 1024 * 1024) + "\n")), "a line of 20 MiB");
        await MustBeRefusedAsync(target, Write(Archive(string.Concat(Enumerable.Repeat(new string(' ', 1023) + "\n", 40 * 1024)))), "a piece of 40 MiB");
        await MustBeRefusedAsync(target, Write(Archive("", fileList: new string(' ', 10_000_000) + "\n")), "a line of 10 MB on the list of files");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":\"d\"}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[]}")]
    [InlineData("{\"id\":\"\",\"revisions\":[{\"rev\":\"R\"}]}")]
    [InlineData("{\"id\":7,\"revisions\":[{\"rev\":\"R\"}]}")]
    [InlineData("{\"id\":\"\\ud800\",\"revisions\":[{\"rev\":\"R\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"1-a\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"9999999999-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\",\"parent\":\"R\"}]}")] // its own parent
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\",\"parent\":\"7-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}]}")] // an older one's child: a circle
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\",\"body\":\"text\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\",\"tombstone\":1}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\"},{\"rev\":\"R\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\"}]} {}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\"}]}\n{\"id\":\"c\",\"revisions\":[{\"rev\":\"R\"}]}")]
    [InlineData("{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\"}]}\n{\"id\":\"d\",\"revisions\":[{\"rev\":\"R\"}]}")]
    public async Task A_line_that_is_no_document_is_refused(string line)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        line = line.Replace("\"R\"", "\"2-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"", StringComparison.Ordinal);

        await MustBeRefusedAsync(target, Write(Archive(line + "\n")), line);
    }

    [Fact]
    public async Task Names_alone_add_nothing()
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var line = $"{{\"id\":\"d\",\"revisions\":[{{\"rev\":\"{StoreFixture.Rev("2-a")}\",\"parent\":\"{StoreFixture.Rev("1-a")}\"}}],\"later\":{{}}}}\n";

        var report = await ArchiveFixture.ImportAsync(target, Write(Archive(line)));

        Assert.Equal((1, 0, 0), (report.Documents, report.Added, report.RefusedCount));
    }

    [Fact]
    public async Task Deep_json_is_refused_before_it_can_exhaust_a_stack()
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 1_000_000)) + "1" + new string('}', 1_000_000);

        await MustBeRefusedAsync(target, Write(Archive($"{{\"id\":\"d\",\"revisions\":[{{\"rev\":\"{StoreFixture.Rev("1-a")}\",\"body\":{deep}}}]}}\n")), "deep");
    }

    [Theory]
    [InlineData("\"format\":\"aurix-archive\",\"version\":2", "ArchiveTooNew")]
    [InlineData("\"format\":\"aurix-archive\",\"version\":99999999999999999999", "ArchiveDamaged")]
    [InlineData("\"format\":\"aurix-archive\",\"version\":0", "ArchiveDamaged")]
    [InlineData("\"format\":\"something\",\"version\":1", "ArchiveDamaged")]
    [InlineData("\"version\":1", "ArchiveDamaged")]
    public async Task A_manifest_of_another_format_or_version_is_refused(string members, string code)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var entries = Archive("");
        entries[0] = (Manifest, Encoding.UTF8.GetBytes($"{{{members},\"vault\":\"{StoreFixture.Vault}\"}}"));

        Assert.Equal(code, (await Assert.ThrowsAsync<StoreException>(() => ArchiveFixture.ImportAsync(target, Write(entries)))).Code);
    }

    [Fact]
    public async Task A_manifest_that_counts_other_documents_is_refused()
    {
        await using var target = await StoreFixture.WithVaultAsync();

        await MustBeRefusedAsync(target, Write(Archive(Lines(new Device(0xb).Edit("1")), documentCount: 2)), "two documents");
    }

    [Fact]
    public async Task What_the_vaults_keys_did_not_make_is_refused_by_name_and_the_rest_carries_on()
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var device = new Device(0xb);
        var first = device.Edit("\"true\"");
        var second = device.Edit("\"second\"", first);
        var forged = first with { Encoded = new BodyBytes(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(first.Encoded.Utf8.Span).Replace("true", "fake", StringComparison.Ordinal))) };

        var report = await ArchiveFixture.ImportAsync(target, Write(Archive(Lines(forged, second))));

        Assert.Equal(new ImportRefusal("d", first.Revision.ToString(), RejectionCodes.RevMismatch), Assert.Single(report.Refused));
        Assert.Equal(1, report.Added);
        Assert.Equal("\"second\"", (await target.GetAsync("d")).Body.Content.ToText());
        Assert.Equal(new GetOutcome.Compacted(), await target.SendAsync(new GetDocument(new("d"), first.Revision)));
        await ArchiveFixture.MustBeSoundAsync(target);
    }

    public static TheoryData<string, string, bool> WrongBodies => new()
    {
        { "BodyMalformed", "{}", false },
        { "BodyMalformed", """{"v":1, "id":"d"}""", false },
        { "BodyMalformed", Edit(dot: "[\"000000000000000b\",99999999999999999999]"), false },
        { "BodyMalformed", Edit(dot: "[\"000000000000000b\",0]"), false },
        { "BodyMalformed", Edit(stamp: "[281474976710656,0,\"000000000000000b\"]"), false },
        { "BodyMalformed", Edit(att: """{"f":{"dot":["000000000000000b",1],"ep":1,"f":"AAAAAAAAAAAAAAAAAAAAAA","m":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","mt":null,"sz":5}}"""), false },
        { "BodyMalformed", Edit(att: """{"f":{"dot":["000000000000000b",1],"ep":1,"f":"AAAAAAAAAAAAAAAAAAAAAA","m":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","mt":"a/b","sz":-5}}"""), false },
        { "IdMismatch", Edit(id: "e"), false },
        { "KindMismatch", Edit(), true },
        { "KindMismatch", """{"id":"d","kind":"retire","type":"document","v":1}""", false },
        { "IdMismatch", Park(Edit(id: "e")), true },
        { "BodyMalformed", Park("{}"), true },
        { "KindMismatch", Park("""{"id":"d","kind":"retire","type":"document","v":1}"""), true },
    };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_none_of_its_document_is_refused_in_any_vault(string code, string body, bool tombstone)
    {
        var line = $"{{\"id\":\"d\",\"revisions\":[{{\"rev\":\"{StoreFixture.Rev("1-a")}\"{(tombstone ? ",\"tombstone\":true" : "")},\"body\":{body}}}]}}\n";
        foreach (var opened in new[] { await StoreFixture.WithVaultAsync(), await ArchiveFixture.OtherVaultAsync() })
        {
            await using var target = opened;

            var report = await ArchiveFixture.ImportAsync(target, Write(Archive(line)));

            Assert.Equal(new ImportRefusal("d", StoreFixture.Rev("1-a").ToString(), code), Assert.Single(report.Refused));
            Assert.Equal(new GetOutcome.Missing(), await target.SendAsync(new GetDocument(new("d"), null)));
        }
    }

    [Fact]
    public async Task Bodies_that_name_one_another_as_parents_end_under_another_vaults_names_all_the_same()
    {
        await using var target = await ArchiveFixture.OtherVaultAsync();
        var device = new Device(0xb);
        var (one, other) = (device.Edit("1"), device.Edit("2"));
        one = Device.Make(null, false, one.Body with { Parents = [other.Revision] });
        other = Device.Make(null, false, other.Body with { Parents = [one.Revision] });

        var report = await ArchiveFixture.ImportAsync(target, Write(Archive(Lines([.. new[] { one, other }.OrderBy(made => made.Revision)]))));

        Assert.Equal((2, 0), (report.Added, report.RefusedCount));
    }

    [Fact]
    public async Task A_generation_without_a_parent_is_refused()
    {
        await using var target = await ArchiveFixture.OtherVaultAsync();
        var device = new Device(0xb);
        var second = device.Edit("2", device.Edit("1"));

        var report = await ArchiveFixture.ImportAsync(target, Write(Archive(Lines(second with { Parent = null }))));

        Assert.Equal(RejectionCodes.LineageMismatch, Assert.Single(report.Refused).Code);
    }

    [Fact]
    public async Task An_archives_lie_about_ancestors_does_not_hide_a_leaf()
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(0xa), new Device(0xb));
        var ours = one.Edit("\"ours\"");
        await target.SendAsync(new GraftRevisions(DatabaseName.Vault, [ours.Graft()]));
        var second = other.Edit("2", other.Edit("1"));
        var third = other.Edit("3", second);
        var lie = $"{{\"id\":\"d\",\"revisions\":[{{\"rev\":\"{second.Revision}\",\"parent\":\"{ours.Revision}\"}},{Text(third)}]}}\n";

        await ArchiveFixture.ImportAsync(target, Write(Archive(lie)));

        Assert.Equal(2, (await target.GetAsync("d")).Heads);
        await ArchiveFixture.MustBeSoundAsync(target);
    }

    [Fact]
    public async Task A_file_whose_bytes_are_not_what_its_name_commits_to_is_refused_and_none_of_it_is_stored()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await ArchiveFixture.AttachAsync(store, "note:1", ("f", "some bytes"u8.ToArray()));
        var entries = TarText.Read(await _archives.ExportAsync(store));
        var place = entries.FindIndex(entry => entry.Name.StartsWith("files/", StringComparison.Ordinal));
        entries[place] = (entries[place].Name, "evil bytes"u8.ToArray());
        await using var target = await StoreFixture.WithVaultAsync();

        var report = await ArchiveFixture.ImportAsync(target, Write(entries));

        Assert.Equal(new ImportRefusal(entries[place].Name[6..], null, RejectionCodes.ChunkInvalid), Assert.Single(report.Refused));
        Assert.Equal(0, Assert.Single(Assert.Single(await target.SendAsync(new ListIncompleteBlobs(null, 10))).Missing));
    }

    [Fact]
    public async Task A_file_that_no_document_names_is_not_stored()
    {
        await using var target = await StoreFixture.WithVaultAsync();
        var list = $"{{\"key\":\"{Key}\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":1,\"size\":5}}\n";

        var report = await ArchiveFixture.ImportAsync(target, Write(Archive(Lines(new Device(0xb).Edit("1")), fileList: list, files: ($"files/{Key}", "bytes"u8.ToArray()))));

        Assert.Equal((0, 0), (report.FilesAdded, report.RefusedCount));
        Assert.Null(await target.SendAsync(new DescribeBlob(new BlobKey(Key))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"key\":\"K\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":1,\"size\":6}\n")]
    [InlineData("{\"key\":\"K\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":1,\"size\":5,\"missing\":true}\n")]
    [InlineData("{\"key\":\"K\",\"file\":\"\",\"epoch\":1,\"size\":5}\n")]
    [InlineData("{\"key\":\"K\",\"epoch\":1,\"size\":5}\n")]
    [InlineData("{\"key\":\"../evil\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":1,\"size\":5}\n")]
    [InlineData("{\"key\":\"K\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":99999999999,\"size\":5}\n")]
    [InlineData("{\"key\":\"K\",\"file\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"epoch\":1,\"size\":-5}\n")]
    [InlineData("nonsense\n")]
    public async Task A_list_that_does_not_fit_the_files_is_refused(string list)
    {
        await using var target = await StoreFixture.WithVaultAsync();
        list = list.Replace("\"K\"", $"\"{Key}\"", StringComparison.Ordinal);

        await MustBeRefusedAsync(target, Write(Archive("", fileList: list, files: ($"files/{Key}", "bytes"u8.ToArray()))), list);
    }

    private static async Task<StoreException> MustBeRefusedAsync(StoreFixture target, string path, string what)
    {
        var wrong = await Record.ExceptionAsync(() => ArchiveFixture.ImportAsync(target, path));
        var damaged = Assert.IsType<StoreException>(wrong);
        Assert.True(damaged.Code == "ArchiveDamaged", $"{what}: {damaged.Code} {damaged.Message}");
        Assert.Equal(LocalSequence.Start, (await target.SendAsync(new DescribeDatabase(DatabaseName.Vault)))!.UpdateSequence);
        return damaged;
    }

    private string Write(IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        var path = _archives.NewPath();
        TarText.Write(path, TarText.Summed(entries));
        return path;
    }

    private static List<(string Name, byte[] Bytes)> Archive(string documents, int? documentCount = null, string fileList = "", params (string Name, byte[] Bytes)[] files)
    {
        var count = documentCount ?? (documents.Length > 0 ? 1 : 0);
        var manifest = $"{{\"format\":\"aurix-archive\",\"version\":1,\"vault\":\"{StoreFixture.Vault}\",\"exported\":\"2026-01-02T03:04:05.678Z\",\"documents\":{count}}}\n";
        return
        [
            (Manifest, Encoding.UTF8.GetBytes(manifest)),
            .. documents.Length > 0 ? [(Piece, Encoding.UTF8.GetBytes(documents))] : Array.Empty<(string, byte[])>(),
            .. files,
            ("files.jsonl", Encoding.UTF8.GetBytes(fileList)),
        ];
    }

    private static string Lines(params Made[] revisions) => $"{{\"id\":\"d\",\"revisions\":[{string.Join(',', revisions.Select(Text))}]}}\n";

    private static string Text(Made made) =>
        $"{{\"rev\":\"{made.Revision}\"{(made.Parent is { } parent ? $",\"parent\":\"{parent}\"" : "")}{(made.IsTombstone ? ",\"tombstone\":true" : "")},\"body\":{Encoding.UTF8.GetString(made.Encoded.Utf8.Span)}}}";

    private static string Edit(string id = "d", string dot = "[\"000000000000000b\",1]", string stamp = "[1700000000000,0,\"000000000000000b\"]", string? att = null) =>
        $"{{{(att is null ? "" : $"\"att\":{att},")}\"cs\":{{\"000000000000000b\":[[1,1]]}},\"dot\":{dot},\"id\":\"{id}\",\"kind\":\"edit\",\"parents\":[],\"stamp\":{stamp},\"type\":\"document\",\"v\":1,\"x\":1}}";

    private static string Park(string body) =>
        $"{{\"id\":\"d\",\"kind\":\"park\",\"parked\":{{\"body\":{body},\"rev\":\"{StoreFixture.Rev("1-b")}\"}},\"type\":\"document\",\"v\":1}}";

    private static void Add(MemoryStream tar, string name, char type, byte[] content)
    {
        tar.Write(Header(name, type, Convert.ToString(content.Length, 8).PadLeft(11, '0')));
        tar.Write(content);
        tar.Write(new byte[(512 - (content.Length % 512)) % 512]);
    }

    private static byte[] Header(string name, char type, string size)
    {
        var block = new byte[512];
        Encoding.ASCII.GetBytes(name, block);
        Encoding.ASCII.GetBytes(size, block.AsSpan(124));
        Encoding.ASCII.GetBytes("        ", block.AsSpan(148));
        block[156] = (byte)type;
        Encoding.ASCII.GetBytes("ustar\u000000", block.AsSpan(257));
        Encoding.ASCII.GetBytes(Convert.ToString(block.Sum(one => one), 8).PadLeft(6, '0') + "\0 ", block.AsSpan(148));
        return block;
    }
}
