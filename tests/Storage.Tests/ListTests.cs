using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Tests;

public sealed class ListTests
{
    private static readonly (string Id, string Type, string Json)[] Documents =
    [
        ("a", "note", """{"title":"Harbour","minutes":12,"tags":["trip","sea"],"who":{"name":"Ada"}}"""),
        ("b", "note", """{"title":"harbour","minutes":3.5,"tags":["sea"],"who":{"name":"Bob"}}"""),
        ("c", "call", """{"title":"Zürich","minutes":12.0,"tags":[],"done":true}"""),
        ("d", "call", """{"title":"Harbour walk","minutes":"12","done":false}"""),
        ("e", "call", """{"minutes":null}"""),
        ("f", "note", """[1,2]"""),
    ];

    [Theory]
    [InlineData("title", FieldComparison.Equal, "\"Harbour\"", "a")]
    [InlineData("title", FieldComparison.StartsWith, "\"Harbour\"", "a d")]
    [InlineData("title", FieldComparison.NotEqual, "\"Harbour\"", "b c d e f")]
    [InlineData("title", FieldComparison.Greater, "\"Harbour walk\"", "b c")]
    [InlineData("title", FieldComparison.Exists, "false", "e f")]
    [InlineData("minutes", FieldComparison.Equal, "12", "a c")]
    [InlineData("minutes", FieldComparison.Equal, "\"12\"", "d")]
    [InlineData("minutes", FieldComparison.Less, "12", "b")]
    [InlineData("minutes", FieldComparison.LessOrEqual, "12", "a b c")]
    [InlineData("minutes", FieldComparison.Greater, "3.5", "a c")]
    [InlineData("minutes", FieldComparison.Equal, "null", "e")]
    [InlineData("minutes", FieldComparison.Exists, "true", "a b c d e")]
    [InlineData("tags[]", FieldComparison.Equal, "\"sea\"", "a b")]
    [InlineData("tags[]", FieldComparison.Equal, "\"trip\"", "a")]
    [InlineData("who.name", FieldComparison.Equal, "\"Bob\"", "b")]
    [InlineData("done", FieldComparison.Equal, "true", "c")]
    public async Task A_condition_finds_the_same_with_and_without_an_index(string path, FieldComparison comparison, string value, string found)
    {
        foreach (var indexes in new[] { null, "title,minutes,tags[],who.name,done" })
        {
            await using var store = await FilledAsync(indexes);
            var condition = new FieldCondition(FieldPath.Parse(path), comparison, CanonicalJson.Parse(value));

            Assert.Equal(found, string.Join(' ', await PagesAsync(store, new ListDocuments(null, 2) { Where = [condition] })));
        }
    }

    [Fact]
    public async Task Conditions_type_and_time_are_met_all_at_once()
    {
        await using var store = await FilledAsync("minutes");

        var page = await store.SendAsync(new ListDocuments(null, 10)
        {
            Type = new DocumentType("note"),
            Where = [Condition("minutes", FieldComparison.Greater, "1"), Condition("who.name", FieldComparison.Exists, "true")],
            EditedFrom = store.Time.Start.AddMinutes(2),
        });

        Assert.Equal(["b"], page.Documents.Select(document => document.Id.Value));
    }

    [Theory]
    [InlineData("minutes", false, "b a c d")]
    [InlineData("minutes", true, "d c a b")]
    [InlineData("title", false, "a d c b")]
    [InlineData("title", true, "b c d a")]
    public async Task An_order_by_a_field_puts_numbers_before_strings_and_leaves_out_who_has_none(string field, bool descending, string order)
    {
        await using var store = await FilledAsync("minutes,title");
        // In UTF-8 'Z' comes before 'h'.
        var list = new ListDocuments(null, 2) { Order = ListOrder.By(FieldPath.Parse(field)) with { Descending = descending } };

        Assert.Equal(order, string.Join(' ', await PagesAsync(store, list)));
    }

    [Fact]
    public async Task An_order_by_time_goes_both_ways_and_pages_across_equal_times()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        foreach (var id in new[] { "e", "c", "a", "d", "b" })
        {
            await store.PutAsync(id, "1");
        }

        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.PutAsync("later", "1");

        Assert.Equal("a b c d e later", string.Join(' ', await PagesAsync(store, new ListDocuments(null, 2) { Order = ListOrder.Edited })));
        Assert.Equal("later e d c b a", string.Join(' ', await PagesAsync(store, new ListDocuments(null, 2) { Order = ListOrder.Edited with { Descending = true } })));
        Assert.Equal(["later"], await PagesAsync(store, new ListDocuments(null, 10) { EditedFrom = store.Time.Start.AddMinutes(1) }));
        Assert.Equal(5, (await PagesAsync(store, new ListDocuments(null, 10) { EditedBefore = store.Time.Start.AddMinutes(1) })).Count);
    }

    [Fact]
    public async Task Without_a_declaration_or_with_several_values_a_field_gives_no_order()
    {
        await using var store = await FilledAsync("tags[]");

        Assert.Equal("FieldNotIndexed", (await Assert.ThrowsAsync<UsageException>(() =>
            store.SendAsync(new ListDocuments(null, 10) { Order = ListOrder.By(FieldPath.Parse("title")) }))).Code);
        Assert.Equal("FieldHasManyValues", (await Assert.ThrowsAsync<UsageException>(() =>
            store.SendAsync(new ListDocuments(null, 10) { Order = ListOrder.By(FieldPath.Parse("tags[]")) }))).Code);
    }

    [Fact]
    public async Task An_index_declared_later_takes_up_what_was_there_stays_and_goes_when_it_is_declared_no_more()
    {
        var store = await FilledAsync(null);
        var list = new ListDocuments(null, 10) { Order = ListOrder.By(FieldPath.Parse("title")) };

        await using (store = await store.ReopenAsync("title"))
        {
            Assert.Equal("a d c b", string.Join(' ', await PagesAsync(store, list)));

            store = await store.ReopenAsync();
            Assert.Equal("a d c b", string.Join(' ', await PagesAsync(store, list)));

            store = await store.ReopenAsync("");
            await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(list));
        }
    }

    [Fact]
    public async Task An_index_follows_edits_and_deletes()
    {
        await using var store = await StoreFixture.WithVaultAsync("n");
        var list = new ListDocuments(null, 10) { Order = ListOrder.By(FieldPath.Parse("n")) };
        var first = await store.PutAsync("a", """{"n":1}""");
        await store.PutAsync("b", """{"n":2}""");
        Assert.Equal("a b", string.Join(' ', await PagesAsync(store, list)));

        var second = await store.PutAsync("a", """{"n":3}""", first);
        Assert.Equal("b a", string.Join(' ', await PagesAsync(store, list)));

        await store.SendAsync(new DeleteDocument(new("a"), second));
        Assert.Equal("b", string.Join(' ', await PagesAsync(store, list)));
    }

    [Fact]
    public async Task Strings_that_differ_only_far_behind_and_numbers_no_double_tells_apart_are_still_told_apart_by_conditions()
    {
        await using var store = await StoreFixture.WithVaultAsync("v");
        var longText = new string('x', 300);
        await store.PutAsync("one", $$"""{"v":"{{longText}}1"}""");
        await store.PutAsync("two", $$"""{"v":"{{longText}}2"}""");
        await store.PutAsync("big", """{"v":9007199254740993}""");
        await store.PutAsync("bigger", """{"v":9007199254740994}""");

        Assert.Equal(["two"], await PagesAsync(store, new ListDocuments(null, 10) { Where = [Condition("v", FieldComparison.Equal, $"\"{longText}2\"")] }));
        Assert.Equal(["two"], await PagesAsync(store, new ListDocuments(null, 10) { Where = [Condition("v", FieldComparison.Greater, $"\"{longText}1\"")] }));
        Assert.Equal(["big"], await PagesAsync(store, new ListDocuments(null, 10) { Where = [Condition("v", FieldComparison.Equal, "9007199254740993")] }));
        Assert.Equal(["bigger"], await PagesAsync(store, new ListDocuments(null, 10) { Where = [Condition("v", FieldComparison.Greater, "9007199254740993")] }));
    }

    [Fact]
    public async Task The_trash_lists_deleted_documents_alone()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.SendAsync(new DeleteDocument(new("gone"), await store.PutAsync("gone", "1")));
        await store.PutAsync("there", "1");

        Assert.Equal(["gone"], await PagesAsync(store, new ListDocuments(null, 10) { Deleted = DeletedDocuments.Only }));
        Assert.Equal(["there"], await PagesAsync(store, new ListDocuments(null, 10)));
        Assert.Equal(["gone", "there"], await PagesAsync(store, new ListDocuments(null, 10) { Deleted = DeletedDocuments.Included }));
    }

    [Fact]
    public async Task A_page_goes_on_where_it_ended_whatever_came_and_went_meanwhile()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        foreach (var number in Enumerable.Range(0, 10))
        {
            await store.PutAsync(string.Create(CultureInfo.InvariantCulture, $"d{number}"), "1");
        }

        var first = await store.SendAsync(new ListDocuments(null, 4));
        await store.SendAsync(new DeleteDocument(new("d1"), first.Documents[1].Revision));
        await store.PutAsync("d00", "1");

        var second = await store.SendAsync(new ListDocuments(first.Next, 4));

        Assert.Equal(["d4", "d5", "d6", "d7"], second.Documents.Select(document => document.Id.Value));
    }

    [Theory]
    [InlineData("id", false, false, "docs USING INDEX")]
    [InlineData("id", true, false, "docs USING INDEX docs_by_type (type=? AND id>?)")]
    [InlineData("edited", false, false, "docs USING INDEX docs_by_time ((stamp_ms,id)>(?,?))")]
    [InlineData("edited", true, false, "docs USING INDEX docs_by_type_and_time (type=? AND (stamp_ms,id)>(?,?))")]
    [InlineData("edited", false, true, "docs USING INDEX docs_trash ((stamp_ms,id)>(?,?))")]
    [InlineData("title", false, false, "ordered USING PRIMARY KEY (field=? AND (value,doc)>(?,?))")]
    public async Task A_page_is_read_along_an_index_and_never_sorted(string order, bool ofType, bool ofTrash, string plan)
    {
        await using var store = await FilledAsync("title");
        var request = new ListDocuments(null, 10)
        {
            Type = ofType ? new DocumentType("note") : null,
            Deleted = ofTrash ? DeletedDocuments.Only : DeletedDocuments.LeftOut,
            Order = order switch { "id" => ListOrder.Id, "edited" => ListOrder.Edited, _ => ListOrder.By(FieldPath.Parse(order)) },
        };

        using var session = SqlFile.Open(Path.Combine(store.Folder, "vault.db"), new SqlAccess(TimeSpan.FromSeconds(10), Key: null), readOnly: true);
        var (sql, values) = new ListQuery(request, FieldIndex.Declared(session)).Page(("x", "y"), 10);
        var steps = session.All("EXPLAIN QUERY PLAN " + sql, static row => row.GetString(3), values);

        Assert.Contains(steps, step => step.Contains(plan, StringComparison.Ordinal));
        Assert.DoesNotContain(steps, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal) || step.Contains("SCAN", StringComparison.Ordinal));
    }

    private static FieldCondition Condition(string path, FieldComparison comparison, string value) =>
        new(FieldPath.Parse(path), comparison, CanonicalJson.Parse(value));

    /// <summary>The ids of all pages of a list, in order.</summary>
    private static async Task<List<string>> PagesAsync(StoreFixture store, ListDocuments list)
    {
        var ids = new List<string>();
        do
        {
            var page = await store.SendAsync(list);
            ids.AddRange(page.Documents.Select(document => document.Id.Value));
            list = list with { After = page.Next };
        }
        while (list.After is not null);

        return ids;
    }

    private static async Task<StoreFixture> FilledAsync(string? indexes)
    {
        var store = await StoreFixture.WithVaultAsync(indexes);
        foreach (var (id, type, json) in Documents)
        {
            await store.SendAsync(new PutDocument(new(id), CanonicalJson.Parse(json), null) { Type = new DocumentType(type) });
            store.Time.Advance(TimeSpan.FromMinutes(2));
        }

        return store;
    }
}
