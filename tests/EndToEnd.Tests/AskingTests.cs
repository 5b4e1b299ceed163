using System.Text.Json.Nodes;

namespace Aurix.Platform.Tests;

/// <summary>Finding, listing, trash and backup, as a person types them.</summary>
public sealed class AskingTests
{
    [Fact]
    public async Task Words_and_phrases_find_documents_and_say_where()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"title":"First","text":"the café by the harbour"}""");
        await aurix.PutAsync("note:2", """{"title":"Second","text":"harbour of no café"}""");

        Assert.Equal(["note:1", "note:2"], Ids(await aurix.JsonAsync("search", "cafe harb*"), "hits").Order());
        Assert.Equal(["note:1"], Ids(await aurix.JsonAsync("search", "by the", "harbour"), "hits"));
        Assert.Equal(["note:2"], Ids(await aurix.JsonAsync("search", "harbour -by"), "hits"));
        Assert.Equal("the café by the harbour ", (string?)(await aurix.JsonAsync("search", "title:first"))["hits"]![0]!["snippet"]);
        (await aurix.RunAsync("search", "***")).MustFail(2, "BadQuery");
    }

    [Fact]
    public async Task A_list_by_a_field_asks_for_its_declaration_once()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("a", """{"minutes":30}""");
        await aurix.PutAsync("b", """{"minutes":4.5}""");

        (await aurix.RunAsync("list", "--order", "minutes")).MustFail(2, "FieldNotIndexed");
        Assert.Equal(["b", "a"], Ids(await aurix.JsonAsync("list", "--order", "minutes", "--set", "storage.indexes=minutes"), "documents"));
        Assert.Equal(["a", "b"], Ids(await aurix.JsonAsync("list", "--order", "-minutes"), "documents"));
        Assert.Equal(["a"], Ids(await aurix.JsonAsync("list", "--where", "minutes>=10"), "documents"));
    }

    [Fact]
    public async Task What_was_deleted_lies_in_the_trash_and_comes_back_and_a_backup_is_a_data_folder()
    {
        using var aurix = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"n":1}""");
        (await aurix.RunAsync("delete", "note:1")).Must();
        Assert.Equal(["note:1"], Ids(await aurix.JsonAsync("trash"), "documents"));

        (await aurix.RunAsync("restore", "note:1")).Must();
        var backup = Path.Combine(aurix.Folder, "backup");
        (await aurix.RunAsync("backup", backup)).Must();
        Directory.Delete(aurix.Data, recursive: true);
        Directory.Move(backup, aurix.Data);

        Assert.Empty(Ids(await aurix.JsonAsync("trash"), "documents"));
        Assert.Equal(["note:1"], Ids(await aurix.JsonAsync("list"), "documents"));
        (await aurix.RunAsync("doctor")).Must();
    }

    private static IEnumerable<string> Ids(JsonNode answer, string list) => answer[list]!.AsArray().Select(one => (string)one!["id"]!);
}
