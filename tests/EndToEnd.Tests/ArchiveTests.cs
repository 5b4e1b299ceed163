namespace Aurix.Platform.Tests;

public sealed class ArchiveTests
{
    [Fact]
    public async Task What_one_device_exports_another_without_a_server_imports()
    {
        using var aurix = await Aurix.WithVaultAsync();
        using var other = await Aurix.WithVaultAsync();
        await aurix.PutAsync("note:1", """{"n":1}""");
        await aurix.PutAsync("note:1", """{"n":2}""");
        (await aurix.RunAsync("attach", "note:1", aurix.PasswordFile, "--name", "file")).Must();
        await other.PutAsync("note:1", """{"n":"other"}""");
        var archive = Path.Combine(aurix.Folder, "vault.tar");

        var exported = (await aurix.RunAsync("export", archive)).Must();
        Assert.Contains("in the clear", exported.Output, StringComparison.Ordinal);
        (await aurix.RunAsync("export", archive)).MustFail(2, "ArchiveExists");

        var imported = await other.JsonAsync("import", archive);
        Assert.Equal((3, 1, 0, false), ((int)imported["added"]!, (int)imported["filesAdded"]!, (int)imported["refused"]!, (bool)imported["own"]!));
        Assert.Equal(0, (int)(await other.JsonAsync("import", archive))["added"]!);

        // The two notes of one name met, and were settled; the loser is kept.
        Assert.Single((await other.JsonAsync("conflicts", "list")).AsArray());
        (await other.RunAsync("doctor")).Must();
    }

    [Fact]
    public async Task An_archive_is_not_taken_without_a_vault_nor_when_it_is_none()
    {
        using var aurix = await Aurix.WithVaultAsync();
        using var empty = new Aurix();
        var archive = Path.Combine(aurix.Folder, "vault.tar");
        (await aurix.RunAsync("export", archive)).Must();

        (await empty.RunAsync("import", archive)).MustFail(1, "StoreMissing");
        (await aurix.RunAsync("import", aurix.PasswordFile)).MustFail(1, "ArchiveDamaged");
        (await aurix.RunAsync("import", archive + ".no")).MustFail(2, "ArchiveMissing");
    }
}
