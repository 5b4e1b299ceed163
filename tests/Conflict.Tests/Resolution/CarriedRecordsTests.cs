using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Heads;
using Aurix.Platform.Conflict.Resolution;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using static Aurix.Platform.Tests.Trees;

namespace Aurix.Platform.Tests.Resolution;

public sealed class CarriedRecordsTests
{
    private static readonly ConflictRecord Title = Record("/title", "\"one\"", "\"two\"");
    private static readonly ConflictRecord Place = Record("/place", "\"here\"", "\"there\"");

    [Fact] // P17
    public void Records_of_all_heads_and_of_the_merge_are_carried_once_each_in_canonical_order()
    {
        var tree = Tree(Carrying(Edit("2-a", "A1", at: 1), Title), Carrying(Edit("2-b", "B1", at: 2), Title));

        var carried = Carried(tree, Place);

        Assert.Equal(new[] { Title.Id, Place.Id }.Order(StringComparer.Ordinal), carried.Select(ConflictRecordCodec.IdOf));
    }

    [Fact] // P17: dismissal wins over unchanged
    public void A_record_that_one_side_has_settled_stays_settled()
    {
        var asked = Inner(Carrying(Edit("2-0", "O1", at: 1), Title));
        var tree = Tree(asked, Carrying(Edit("3-a", "O1 A1", at: 2, on: "2-0"), Title), Edit("3-b", "O1 B1", at: 3, on: "2-0"));

        Assert.Empty(Carried(tree));
    }

    [Fact]
    public void A_record_of_a_later_version_is_carried_as_it_is()
    {
        var strange = CanonicalJson.Parse("""{"future":true,"id":"00ff"}""");
        var tree = Tree(With(Edit("2-a", "A1", at: 1), body => body with { OpenRecords = [strange] }), Edit("2-b", "B1", at: 2));

        Assert.Equal([strange], Carried(tree).AsEnumerable());
    }

    [Fact] // §4.5: at most 64 KB, else only where to find it; the id stays
    public void Too_many_records_leave_their_values_out_and_keep_their_ids()
    {
        var records = Enumerable.Range(0, 40).Select(number => Record($"/{number}", $"\"{new string('x', 2000)}\"", "1")).ToArray();
        var tree = Tree(Edit("2-a", "A1", at: 1), Edit("2-b", "B1", at: 2));

        var carried = Carried(tree, records);

        Assert.Equal(records.Select(record => record.Id).Order(StringComparer.Ordinal), carried.Select(ConflictRecordCodec.IdOf));
        Assert.InRange(carried.Sum(record => record.Utf8.Length), 1, 64 * 1024);
        Assert.All(carried, record => Assert.All(ConflictRecordCodec.Decode(record)!.Variants, variant => Assert.Null(variant.Value)));
    }

    [Fact]
    public void A_value_over_four_kilobytes_is_left_to_the_kept_version()
    {
        var record = Record("/x", $"\"{new string('x', 4095)}\"", "1");

        var carried = ConflictRecordCodec.Decode(Assert.Single(Carried(Tree(Edit("2-a", "A1", at: 1), Edit("2-b", "B1", at: 2)), record)))!;

        Assert.Equal([null, "1"], carried.Variants.Select(variant => variant.Value?.ToText()));
        Assert.Equal("test@1", carried.Strategy);
    }

    private static ImmutableArray<CanonicalJson> Carried(DocumentTree tree, params ConflictRecord[] made) =>
        CarriedRecords.Of(MetVersions.In(tree, HeadSet.Of(tree).Heads), made, "test@1");

    private static TreeNode Carrying(TreeNode node, ConflictRecord record) => With(node, body => body with { OpenRecords = [ConflictRecordCodec.Encode(record)] });

    private static ConflictRecord Record(string path, string one, string two) => new(
        path,
        ConflictRecordKinds.Replaced,
        null,
        [new(Rev("2-a"), new HybridTimestamp(1, 0, Actor('A')), CanonicalJson.Parse(one)), new(Rev("2-b"), new HybridTimestamp(2, 0, Actor('B')), CanonicalJson.Parse(two))],
        Rev("2-b"));
}
