using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Tests.Loading;

public sealed class ModuleManifestTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-manifest-").FullName;

    public ModuleManifestTests() => File.WriteAllText(Path.Combine(_folder, "a.dll"), "");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_manifest_says_who_the_module_is_whom_it_uses_and_what_must_live_once()
    {
        var manifest = Read("""{"id":"aurix.a","role":"storage","assembly":"a.dll","uses":["crypto"],"platform":["Sqlite"],"later":1}""");

        Assert.Equal(("aurix.a", "storage", Path.Combine(_folder, "a.dll")), (manifest.Id, manifest.Role, manifest.AssemblyPath));
        Assert.Equal(["crypto"], manifest.Uses.AsEnumerable());
        Assert.Equal(["Sqlite"], manifest.Platform.AsEnumerable());
    }

    [Fact]
    public void A_module_that_says_nothing_of_others_uses_none()
    {
        var manifest = Read("""{"id":"a","role":"strategy","assembly":"a.dll"}""");

        Assert.Empty(manifest.Uses);
        Assert.Empty(manifest.Platform);
    }

    [Theory]
    [InlineData("", "is not valid JSON")]
    [InlineData("{", "is not valid JSON")]
    [InlineData("[]", "lacks the text 'assembly'")]
    [InlineData("7", "lacks the text 'assembly'")]
    [InlineData("""{"id":"a","role":"storage"}""", "lacks the text 'assembly'")]
    [InlineData("""{"id":"a","role":"storage","assembly":""}""", "lacks the text 'assembly'")]
    [InlineData("""{"id":"a","role":"storage","assembly":null}""", "lacks the text 'assembly'")]
    [InlineData("""{"id":"a","role":"storage","assembly":"b.dll"}""", "names the assembly 'b.dll', which is not in the folder")]
    [InlineData("""{"id":"a","role":"storage","assembly":"../a.dll"}""", "names the assembly '../a.dll', which is not in the folder")]
    [InlineData("""{"id":"a","role":"storage","assembly":".."}""", "names the assembly '..', which is not in the folder")]
    [InlineData("""{"id":"a","role":"storage","assembly":"/etc/passwd"}""", "names the assembly '/etc/passwd', which is not in the folder")]
    [InlineData("""{"role":"storage","assembly":"a.dll"}""", "lacks the text 'id'")]
    [InlineData("""{"id":7,"role":"storage","assembly":"a.dll"}""", "lacks the text 'id'")]
    [InlineData("""{"id":"\ud800","role":"storage","assembly":"a.dll"}""", "is not valid JSON")]
    [InlineData("""{"id":"a","assembly":"a.dll"}""", "lacks the text 'role'")]
    [InlineData("""{"id":"a","role":"storage","assembly":"a.dll","uses":"crypto"}""", "has a 'uses' that is no list of texts")]
    [InlineData("""{"id":"a","role":"storage","assembly":"a.dll","uses":[1]}""", "has a 'uses' that is no list of texts")]
    [InlineData("""{"id":"a","role":"storage","assembly":"a.dll","platform":{}}""", "has a 'platform' that is no list of texts")]
    public void A_manifest_that_is_wrong_is_refused_by_what_is_wrong(string json, string expected)
    {
        var wrong = Assert.Throws<ModuleException>(() => Read(json));

        Assert.Equal("ManifestInvalid", wrong.Code);
        Assert.Equal($"'{Path.Combine(_folder, "module.json")}' {expected}.", wrong.Message);
    }

    [Fact]
    public void A_folder_without_a_manifest_is_named()
    {
        var wrong = Assert.Throws<ModuleException>(() => ModuleManifest.Read(_folder));

        Assert.Equal("ManifestMissing", wrong.Code);
        Assert.Contains(_folder, wrong.Message, StringComparison.Ordinal);
    }

    private ModuleManifest Read(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "module.json"), json);
        return ModuleManifest.Read(_folder);
    }
}
