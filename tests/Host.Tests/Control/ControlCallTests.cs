using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;

namespace Aurix.Platform.Tests.Control;

public sealed class ControlCallTests
{
    [Fact]
    public async Task Where_no_host_ever_ran_nobody_answers_and_no_folder_is_made()
    {
        var data = Directory.CreateTempSubdirectory("aurix-control-").FullName;

        Assert.Empty(await ControlCall.AskAllAsync(Path.Combine(data, "host"), new JsonObject { ["do"] = ControlDesk.Health }, CancellationToken.None));

        Assert.Empty(Directory.EnumerateFileSystemEntries(data));
        Directory.Delete(data, recursive: true);
    }
}
