using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using CsCheck;
using static Aurix.Platform.Tests.Versions;

namespace Aurix.Platform.Tests.Files;

/// <summary>conflict.md §4.6. A file is written <c>name=blob</c>.</summary>
public sealed class AttachmentMergeTests
{
    [Theory]
    [InlineData("", "a=1", "b=2", "a=1 b=2")]
    [InlineData("a=1 b=2", "a=1", "a=1 b=2", "a=1")] // removed by one
    [InlineData("a=1 b=2", "b=2", "a=1", "")] // each removed another
    [InlineData("a=1", "a=2", "a=1", "a=2")]
    [InlineData("a=1", "a=2", "a=2", "a=2")] // the same change
    [InlineData("", "a=1", "a=1", "a=1")]
    public void What_one_side_did_stands(string before, string earlier, string later, string expected)
    {
        var (files, records) = Join(before, earlier, later);

        Assert.Equal(expected, files);
        Assert.Empty(records);
    }

    [Theory]
    [InlineData("memo.flac", "memo (conflict Zmlyc3QA).flac")]
    [InlineData("memo", "memo (conflict Zmlyc3QA)")]
    [InlineData(".hidden", ".hidden (conflict Zmlyc3QA)")]
    [InlineData("a.tar.gz", "a.tar (conflict Zmlyc3QA).gz")]
    public void Of_two_new_files_under_one_name_the_later_keeps_it_and_the_earlier_stands_beside(string name, string beside)
    {
        var input = Input(Base("1", (name, "old")), Earlier("1", (name, "first")), Later("1", (name, "second")));

        var (files, records) = AttachmentMerge.Join(input, isDeleted: false);

        Assert.Equal(new[] { (name, File("second")), (beside, File("first")) }.OrderBy(file => file.Item1, StringComparer.Ordinal), files.Select(file => (file.Key, file.Value)));
        var record = Assert.Single(records);
        Assert.Equal(("#files/" + name, ConflictRecordKinds.FileRenamed, Second), (record.Path, record.Kind, record.Chosen));
    }

    [Fact]
    public void A_file_that_one_removed_and_the_other_changed_stays_and_a_record_says_so()
    {
        var (files, records) = Join("a=1", "", "a=2");

        Assert.Equal("a=2", files);
        Assert.Equal(["deleted-elsewhere #files/a"], records);
    }

    [Fact]
    public void A_document_that_an_edit_keeps_alive_keeps_its_files()
    {
        var input = Input(Base("1", ("kept", "1"), ("gone", "2")), Earlier("2", ("kept", "1")), Later(null));

        Assert.Equal(["kept"], AttachmentMerge.Join(input, isDeleted: false).Files.Keys);
        Assert.Equal(["kept"], AttachmentMerge.Join(input.Swapped(), isDeleted: false).Files.Keys);
    }

    [Fact]
    public void A_file_that_would_stand_beside_under_a_taken_name_gets_a_longer_one()
    {
        const string Taken = "a (conflict Zmlyc3QA)";
        var input = Input(Base("1"), Earlier("1", ("a", "first")), Later("1", ("a", "second"), (Taken, "other")));

        var files = AttachmentMerge.Join(input, isDeleted: false).Files;

        Assert.Equal(3, files.Count);
        Assert.Equal(File("other"), files[Taken]);
        Assert.Contains(File("first"), files.Values);
    }

    [Fact]
    public void Two_losers_whose_names_begin_alike_are_both_kept()
    {
        var third = Head(Revision.Parse("2-c" + new string('0', 31)), new HybridTimestamp(3_000, 0, new ActorId(0xC)), "1", ("a", "winner"));
        var input = Input(Base("1"), Earlier("1", ("a", "sameBegin1")), Later("1", ("a", "sameBegin2")));

        var files = AttachmentMerge.Join(input with { Heads = input.Heads.Add(third) }, isDeleted: false).Files;

        Assert.Equal(new[] { "sameBegin1", "sameBegin2", "winner" }.Select(File).ToHashSet(), files.Values.ToHashSet());
    }

    [Fact] // P16, P3
    public void No_new_file_is_lost_whoever_added_it_in_whatever_order_the_heads_come()
    {
        var names = Gen.OneOf("a", "b", "c", "a (conflict MQAAAAAA)", "a (conflict MgAAAAAA)");
        var version = Gen.Dictionary(names, Gen.OneOf("1", "2", "3", "4"))[0, 4].Select(files => files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => (file.Key, file.Value)).ToArray());
        Gen.Select(version, version, version, Gen.Bool).Sample(
            (before, earlier, later, known) =>
            {
                var input = Input(known ? Base("1", before) : null, Earlier("1", earlier), Later("1", later));

                var (files, records) = AttachmentMerge.Join(input, isDeleted: false);
                var (swapped, swappedRecords) = AttachmentMerge.Join(input.Swapped(), isDeleted: false);

                Assert.Equal(files, swapped);
                Assert.Equal(records.Select(record => record.Id), swappedRecords.Select(record => record.Id));
                var old = known ? before : [];
                foreach (var (_, blob) in earlier.Except(old).Concat(later.Except(old)))
                {
                    Assert.Contains(File(blob), files.Values);
                }

                foreach (var name in old.Select(file => file.Key).Where(name => earlier.Concat(later).All(file => file.Key != name)))
                {
                    Assert.DoesNotContain(name, files.Keys.Except(earlier.Concat(later).Select(file => file.Key)).Where(left => !left.Contains("conflict", StringComparison.Ordinal)));
                }
            },
            iter: 10_000);
    }

    private static (string Files, IEnumerable<string> Records) Join(string before, string earlier, string later)
    {
        var (files, records) = AttachmentMerge.Join(Input(Base("1", Read(before)), Earlier("1", Read(earlier)), Later("1", Read(later))), isDeleted: false);
        return (string.Join(" ", files.Select(file => $"{file.Key}={Name(file.Value)}")), records.Select(record => $"{record.Kind} {record.Path}"));
    }

    private static (string Name, string Blob)[] Read(string files) =>
        [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Split('=')).Select(parts => (parts[0], parts[1]))];

    private static string Name(Attachment file) => System.Text.Encoding.ASCII.GetString(file.Blob.File.ToBytes()).TrimEnd('\0');
}
