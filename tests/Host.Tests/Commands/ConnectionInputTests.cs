using System.CommandLine;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Commands;

namespace Aurix.Platform.Tests.Commands;

public sealed class ConnectionInputTests
{
    [Fact]
    public async Task Authorities_are_read_and_a_file_of_them_that_is_not_there_is_told_by_its_path()
    {
        var folder = Directory.CreateTempSubdirectory("aurix-connection-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "own.pem"), "an authority");
        var missing = Path.Combine(folder, "missing.pem");

        Assert.Equal("an authority", await AuthoritiesAsync(Path.Combine(folder, "own.pem")));
        var told = await Assert.ThrowsAsync<UsageException>(() => AuthoritiesAsync(missing));
        var denied = await Assert.ThrowsAsync<UsageException>(() => AuthoritiesAsync(folder));

        Assert.Equal(("FileMissing", $"There is no file '{missing}'."), (told.Code, told.Message));
        Assert.Equal("FileDenied", denied.Code);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string?> AuthoritiesAsync(string file)
    {
        var command = new Command("test");
        var input = new ConnectionInput();
        input.AddTo(command, withAuth: false);
        return (await input.ReadAsync(command.Parse(["--ca-file", file]), withAuth: false, CancellationToken.None)).Authorities;
    }
}
