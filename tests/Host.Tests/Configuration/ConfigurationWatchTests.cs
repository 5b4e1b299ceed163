using Aurix.Platform.Host.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Configuration;

public sealed class ConfigurationWatchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aurix-watch-").FullName;
    private int _changes;

    private string Watched => Path.Combine(_folder, "aurix.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_counts_as_changed_when_it_was_found_alike_twice()
    {
        await File.WriteAllTextAsync(Watched, "{}");
        await using var watch = Watch();

        Assert.Equal(0, await LookAsync(watch));
        await File.WriteAllTextAsync(Watched, "{ half");
        Assert.Equal(0, await LookAsync(watch));
        await File.WriteAllTextAsync(Watched, "{ half and whole }");
        Assert.Equal(0, await LookAsync(watch));
        Assert.Equal(1, await LookAsync(watch));
        Assert.Equal(1, await LookAsync(watch));
    }

    [Fact]
    public async Task A_file_that_comes_goes_or_is_renamed_into_place_has_changed()
    {
        await using var watch = Watch();
        var draft = Path.Combine(_folder, "draft");

        await File.WriteAllTextAsync(draft, "{}");
        File.Move(draft, Watched);
        Assert.Equal((0, 1), (await LookAsync(watch), await LookAsync(watch)));
        await File.WriteAllTextAsync(draft, "{ }");
        File.Move(draft, Watched, overwrite: true);
        Assert.Equal((1, 2), (await LookAsync(watch), await LookAsync(watch)));
        File.Delete(Watched);
        Assert.Equal((2, 3), (await LookAsync(watch), await LookAsync(watch)));
    }

    // The clock stands still: the only looks are the test's own.
    private ConfigurationWatch Watch() => new(
        Watched,
        _ =>
        {
            _changes++;
            return Task.CompletedTask;
        },
        new FakeTimeProvider());

    private async Task<int> LookAsync(ConfigurationWatch watch)
    {
        await watch.LookAsync(CancellationToken.None);
        return _changes;
    }
}
