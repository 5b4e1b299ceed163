using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests;

public sealed class SearchTests
{
    [Theory]
    [InlineData("fox", "one")]
    [InlineData("FOX", "one")]
    [InlineData("café", "two")]
    [InlineData("cafe", "two")]
    [InlineData("harbour", "one two")]
    [InlineData("harbour fox", "one")]
    [InlineData("fox OR café", "one two")]
    [InlineData("\"quick brown\"", "one")]
    [InlineData("\"brown quick\"", "")]
    [InlineData("\"quick bro*\"", "one")]
    [InlineData("\"quick bro\"*", "one")]
    [InlineData("har*", "one two")]
    [InlineData("harb", "")]
    [InlineData("harbour -fox", "two")]
    [InlineData("harbour -\"quick brown\"", "two")]
    [InlineData("title:walk", "one")]
    [InlineData("title:fox", "")]
    [InlineData("NEAR(fox)", "")]
    [InlineData("fox AND", "")]
    [InlineData("text:fox", "")]
    [InlineData("fo\"x", "")]
    [InlineData("speaker-b", "two")]
    [InlineData("*** fox", "one")]
    [InlineData("picture.png", "one")]
    public async Task What_a_person_types_finds_what_they_mean(string query, string found)
    {
        await using var store = await WithDocumentsAsync();

        var page = await store.SendAsync(new SearchDocuments(query, 10));

        Assert.Equal(found, string.Join(' ', page.Hits.Select(hit => hit.Document.Id.Value).Order()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("\"\"")]
    [InlineData("***")]
    [InlineData("-fox")]
    [InlineData("OR")]
    public async Task A_query_with_nothing_to_look_for_is_refused(string query)
    {
        await using var store = await WithDocumentsAsync();

        Assert.Equal("BadQuery", (await Assert.ThrowsAsync<UsageException>(() => store.SendAsync(new SearchDocuments(query, 10)))).Code);
    }

    [Fact]
    public async Task A_hit_shows_the_piece_that_has_the_words_and_marks_exactly_them()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var filler = string.Join(' ', Enumerable.Range(0, 200).Select(number => $"filler{number}"));
        await store.PutAsync("d", $$"""{"title":"The Fox","text":"{{filler}} then a Föx came {{filler}}"}""");

        var hit = Assert.Single((await store.SendAsync(new SearchDocuments("fox", 10))).Hits);

        Assert.Equal("The Fox", hit.Title.Text);
        Assert.Equal([(4, 3)], hit.Title.Marks.AsEnumerable());
        Assert.Contains("then a Föx came", hit.Snippet.Text, StringComparison.Ordinal);
        var (start, length) = Assert.Single(hit.Snippet.Marks);
        Assert.Equal("Föx", hit.Snippet.Text.Substring(start, length));
        Assert.True(hit.Snippet.Text.Length < 400);
    }

    [Fact]
    public async Task What_an_edit_takes_out_a_delete_removes_or_a_restore_brings_back_is_searched_so_at_once()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var first = await store.PutAsync("d", """{"text":"walrus"}""");
        var second = await store.PutAsync("d", """{"text":"penguin"}""", first);
        Assert.Equal((0, 1), (await CountAsync(store, "walrus"), await CountAsync(store, "penguin")));

        var deleted = Assert.IsType<PutOutcome.Saved>(await store.SendAsync(new DeleteDocument(new("d"), second)));
        Assert.Equal(0, await CountAsync(store, "penguin"));

        await store.PutAsync("d", """{"text":"walrus again"}""", deleted.Revision);
        Assert.Equal(1, await CountAsync(store, "walrus"));
    }

    [Fact]
    public async Task What_comes_from_another_device_is_found_and_a_loser_is_not()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var (one, other) = (new Device(1).Edit("""{"text":"walrus"}"""), new Device(2).Edit("""{"text":"penguin"}"""));
        await store.SendAsync(new GraftRevisions(DatabaseName.Vault, [one.Graft(), other.Graft()]));

        var shown = (await store.GetAsync("d")).Body.Content.ToText().Contains("walrus", StringComparison.Ordinal) ? "walrus" : "penguin";

        Assert.Equal(1, await CountAsync(store, "walrus") + await CountAsync(store, "penguin"));
        Assert.Equal(1, await CountAsync(store, shown));
    }

    [Fact]
    public async Task The_title_counts_more_than_the_text_and_the_newest_can_come_first()
    {
        await using var store = await StoreFixture.WithVaultAsync();
        await store.PutAsync("inTitle", """{"title":"walrus","text":"about an animal"}""");
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.PutAsync("inText", """{"title":"an animal","text":"about the walrus"}""");

        Assert.Equal(["inTitle", "inText"], await IdsAsync(store, SearchOrder.Relevance));
        Assert.Equal(["inText", "inTitle"], await IdsAsync(store, SearchOrder.Newest));
    }

    [Theory]
    [InlineData(SearchOrder.Relevance)]
    [InlineData(SearchOrder.Newest)]
    public async Task Pages_follow_one_another_without_gap_or_repeat_while_documents_come_and_go(SearchOrder order)
    {
        await using var store = await StoreFixture.WithVaultAsync();
        var revisions = new Dictionary<string, Revision>();
        for (var number = 0; number < 30; number++)
        {
            revisions[$"d{number:00}"] = await store.PutAsync($"d{number:00}", $$"""{"text":"walrus {{new string('x', number % 3)}}"}""");
            store.Time.Advance(TimeSpan.FromSeconds(number % 2));
        }

        var seen = new List<string>();
        PageCursor? after = null;
        do
        {
            var page = await store.SendAsync(new SearchDocuments("walrus", 7) { Order = order, After = after });
            seen.AddRange(page.Hits.Select(hit => hit.Document.Id.Value));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(revisions.Keys.Order(), seen.Order());
    }

    [Fact]
    public async Task A_cursor_of_another_question_is_refused()
    {
        await using var store = await WithDocumentsAsync();
        var page = await store.SendAsync(new SearchDocuments("harbour", 1));

        Assert.Equal("BadCursor", (await Assert.ThrowsAsync<UsageException>(() =>
            store.SendAsync(new SearchDocuments("harbour", 1) { Order = SearchOrder.Newest, After = page.Next }))).Code);
        Assert.Equal("BadCursor", (await Assert.ThrowsAsync<UsageException>(() =>
            store.SendAsync(new SearchDocuments("harbour", 1) { After = new PageCursor("rubbish") }))).Code);
    }

    [Fact]
    public async Task Only_the_type_that_was_asked_for_is_found()
    {
        await using var store = await WithDocumentsAsync();

        var page = await store.SendAsync(new SearchDocuments("harbour", 10) { Type = new DocumentType("transcript") });

        Assert.Equal(["two"], page.Hits.Select(hit => hit.Document.Id.Value));
    }

    private static async Task<StoreFixture> WithDocumentsAsync()
    {
        var store = await StoreFixture.WithVaultAsync();
        var upload = await store.SendAsync(new BeginBlob(DatabaseName.Vault));
        var file = await store.SendAsync(new FinishBlob(DatabaseName.Vault, upload));
        await store.SendAsync(new PutDocument(new("one"), CanonicalJson.Parse("""{"title":"A walk","text":"The quick brown fox at the harbour"}"""), null)
        {
            Type = new DocumentType("note"),
            Attach = System.Collections.Immutable.ImmutableDictionary<string, NewAttachment>.Empty.Add("picture.png", new NewAttachment(file.Reference!, "image/png")),
        });
        await store.SendAsync(new PutDocument(
            new("two"),
            CanonicalJson.Parse("""{"segments":[{"speaker":"Speaker B","text":"In the Café"},{"text":"by the harbour"}]}"""),
            null) { Type = new DocumentType("transcript") });
        return store;
    }

    private static async Task<int> CountAsync(StoreFixture store, string query) => (await store.SendAsync(new SearchDocuments(query, 10))).Hits.Length;

    private static async Task<IEnumerable<string>> IdsAsync(StoreFixture store, SearchOrder order) =>
        (await store.SendAsync(new SearchDocuments("walrus", 10) { Order = order })).Hits.Select(hit => hit.Document.Id.Value);
}
