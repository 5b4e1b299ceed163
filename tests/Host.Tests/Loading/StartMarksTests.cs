using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Loading;

public sealed class StartMarksTests : IDisposable
{
    private readonly string _host = Directory.CreateTempSubdirectory("aurix-marks-").FullName;
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private string Starting => Path.Combine(_host, "starting");

    public void Dispose() => Directory.Delete(_host, recursive: true);

    [Fact]
    public void A_start_leaves_nothing_behind()
    {
        using (Marks().Begin(Staged("a")))
        {
            Assert.Single(Directory.GetFiles(Starting));
        }

        Assert.Empty(Directory.GetFiles(Starting));
    }

    [Fact]
    public void Starts_that_are_under_way_count_for_nobody_however_many_they_are()
    {
        var living = Enumerable.Range(0, 10).Select(_ => Marks().Begin(Staged("a"))).ToList();

        Assert.Equal(10, Directory.GetFiles(Starting).Length);
        living.ForEach(mark => mark.Dispose());
    }

    [Fact]
    public void What_ended_three_processes_is_started_no_more_and_named()
    {
        Die("a", 2);
        Marks().Begin(Staged("a")).Dispose();
        Die("a", 1);

        var refused = Assert.Throws<ModuleException>(() => Marks().Begin(Staged("a")));

        Assert.Equal("EndsTheProcess", refused.Code);
        Assert.Equal("The module aurix.test in '/modules/Test' ended the process three times while it started.", refused.Message);
    }

    [Fact]
    public void Another_content_of_it_is_started()
    {
        Die("a", 3);

        Marks().Begin(Staged("b")).Dispose();
    }

    [Fact]
    public void When_it_has_started_well_or_its_owner_says_so_the_count_begins_again()
    {
        Die("a", 3);
        Die("b", 1);

        Marks().Forgive("a");

        Marks().Begin(Staged("a")).Dispose();
        Assert.Single(Directory.GetFiles(Starting));
    }

    [Fact]
    public void A_file_that_says_nothing_counts_for_nobody()
    {
        Directory.CreateDirectory(Starting);
        foreach (var (number, text) in new[] { "", "{", "null", "[]", "{}" }.Index())
        {
            File.WriteAllText(Path.Combine(Starting, $"{number}.json"), text);
        }

        Marks().Begin(Staged("a")).Dispose();
    }

    [Fact]
    public void What_is_a_month_old_is_swept_away()
    {
        Die("a", 3);
        _time.Advance(TimeSpan.FromDays(31));

        Marks().Sweep();

        Assert.Empty(Directory.GetFiles(Starting));
    }

    [Fact]
    public void A_disk_that_takes_no_writes_keeps_nothing_from_being_started()
    {
        File.WriteAllText(Starting, "a file where the folder would be");

        Marks().Begin(Staged("a")).Dispose();
    }

    private StartMarks Marks() => new(_host, _time);

    private void Die(string hash, int times)
    {
        Directory.CreateDirectory(Starting);
        for (var death = 0; death < times; death++)
        {
            File.WriteAllText(Path.Combine(Starting, $"{Guid.NewGuid():n}.json"), $$"""{"id":"aurix.test","hash":"{{hash}}","process":1}""");
        }
    }

    private static StagedModule Staged(string hash) =>
        new(new ModuleManifest("aurix.test", "test", "/copies/a/Test.dll", ImmutableArray<string>.Empty, ImmutableArray<string>.Empty) { Folder = "/modules/Test" }, hash, "", IsOurs: false);
}
