using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Tests.Trust;

/// <summary>Whose code comes in (I-25).</summary>
public sealed class ModuleTrustTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(Repository.BuiltModules, "Json");

    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-trust-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_the_host_was_built_with_needs_no_trust()
    {
        Folders.Copy(Shipped, Module);

        Demand();
    }

    [Theory]
    [InlineData("module.json")]
    [InlineData("Aurix.Platform.Strategies.Json.deps.json")]
    [InlineData("Aurix.Platform.Strategies.Json.dll")]
    [InlineData("added.so")]
    public void With_one_file_of_another_it_is_no_longer_ours(string file)
    {
        Folders.Copy(Shipped, Module);
        File.AppendAllText(Path.Combine(Module, file), " ");

        Refused("ModuleUntrusted");
    }

    [Fact]
    public void One_changed_byte_is_refused_until_it_is_trusted_anew()
    {
        Stranger("one");
        TrustIt();
        Demand();

        File.WriteAllText(Path.Combine(Module, "x.dll"), "two");

        Assert.Contains("2026-02-03 04:05:06", Refused("ModuleChanged").Message, StringComparison.Ordinal);
        TrustIt();
        Demand();
    }

    [Fact]
    public void Who_trusts_a_version_no_longer_trusts_the_one_before()
    {
        Stranger("one");
        TrustIt();
        File.WriteAllText(Path.Combine(Module, "x.dll"), "two");
        TrustIt();

        File.WriteAllText(Path.Combine(Module, "x.dll"), "one");

        Refused("ModuleChanged");
    }

    [Fact]
    public void A_link_is_refused_whether_it_is_in_the_folder_or_the_folder_itself()
    {
        Stranger("one");
        TrustIt();
        var link = Path.Combine(_folder, "link");
        Directory.CreateSymbolicLink(link, Module);
        File.CreateSymbolicLink(Path.Combine(Module, "y.dll"), Path.Combine(Shipped, "Aurix.Platform.Strategies.Json.dll"));

        Assert.Equal("ModuleLink", Assert.Throws<ModuleException>(() => ModuleContent.Read(link)).Code);
        Assert.Equal("ModuleLink", Assert.Throws<ModuleException>(() => ModuleContent.Read(Module)).Code);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"modules":[{}],"publishers":[]}""")]
    [InlineData("""{"modules":[],"publishers":[{"name":"a","key":"?"}]}""")]
    public void A_file_that_says_nothing_readable_trusts_nobody_and_is_not_written_over(string content)
    {
        Stranger("one");
        TrustIt();
        File.WriteAllText(Path.Combine(_folder, "trust.json"), content);

        Refused("TrustUnreadable");
        Assert.Equal("TrustUnreadable", Assert.Throws<ModuleException>(TrustIt).Code);
        Assert.Equal(content, File.ReadAllText(Path.Combine(_folder, "trust.json")));
    }

    [Fact]
    public void Without_the_file_our_own_modules_go_on()
    {
        File.WriteAllText(Path.Combine(_folder, "trust.json"), "not json");
        Folders.Copy(Shipped, Module);

        Demand();
    }

    private string Module => Path.Combine(_folder, "module");

    private TrustFile Trusted => new(_folder);

    private void Stranger(string content)
    {
        Directory.CreateDirectory(Module);
        File.WriteAllText(Path.Combine(Module, "module.json"), """{"id":"a.stranger","role":"extension","assembly":"x.dll"}""");
        File.WriteAllText(Path.Combine(Module, "x.dll"), content);
    }

    private void TrustIt() => Trusted.Add(new TrustedModule("a.stranger", ModuleContent.Read(Module).Hash, new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero)));

    private void Demand() => new ModuleTrust(Trusted).Demand("a.stranger", ModuleContent.Read(Module));

    private ModuleException Refused(string code)
    {
        var refused = Assert.Throws<ModuleException>(Demand);
        Assert.Equal(code, refused.Code);
        return refused;
    }
}
