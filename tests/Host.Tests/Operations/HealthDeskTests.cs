using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;
using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests.Operations;

public sealed class HealthDeskTests
{
    [Fact]
    public async Task A_host_whose_store_can_be_read_is_ready()
    {
        await using var watched = await WatchedHost.StartAsync();

        Assert.Empty((await Desk(watched).LookAsync(CancellationToken.None)).Reasons);
        Assert.Equal([("aurix.test", Roles.Storage, "serving", null)], Desk(watched).Modules().Select(module => (module.Id, module.Role, module.State, module.Problem)));
    }

    [Fact]
    public async Task A_module_that_is_given_a_rest_is_named_and_what_it_said_is_not()
    {
        await using var watched = await WatchedHost.StartAsync();
        for (var time = 0; time < Circuit.Limit; time++)
        {
            watched.Storage.Circuit.Failed("CanaryText: could not write note:CanaryId", TimeProvider.System);
        }

        var reason = Assert.Single((await Desk(watched).LookAsync(CancellationToken.None)).Reasons);
        var module = Assert.Single(Desk(watched).Modules());

        Assert.Equal("The module aurix.test failed several times in a row and is given a rest; the log says how.", reason);
        Assert.Equal(("resting", reason), (module.State, module.Problem));
    }

    [Fact]
    public async Task A_role_whose_module_has_stopped_is_named()
    {
        await using var watched = await WatchedHost.StartAsync();
        await watched.Storage.StopAsync();

        Assert.Equal("No module serves 'storage': aurix.test has stopped.", Assert.Single((await Desk(watched).LookAsync(CancellationToken.None)).Reasons));
    }

    [Fact]
    public async Task A_login_that_the_server_refused_asks_for_its_owner_and_turns_nobody_away()
    {
        await using var watched = await WatchedHost.StartAsync(new SyncStatus(true, "https://sync.example/aurix-x", "alex", null, "refused", 0) { LoginRefused = DateTimeOffset.UnixEpoch });

        var report = await Desk(watched).LookAsync(CancellationToken.None);

        Assert.True(report.IsReady);
        Assert.Contains("aurix sync login", Assert.Single(report.Asks), StringComparison.Ordinal);
        Assert.DoesNotContain("alex", report.Told.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sync.example", report.Told.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_each_of_several_servers_waits_for_is_asked_with_the_command_that_is_about_it()
    {
        var main = new SyncStatus(true, "https://sync.example/aurix-x", "alex", null, null, 0);
        await using var watched = await WatchedHost.StartAsync(main with
        {
            Remotes = [main, main with { Remote = new("backup"), LoginRefused = DateTimeOffset.UnixEpoch, HeldDeletes = 7 }],
        });

        var asks = (await Desk(watched).LookAsync(CancellationToken.None)).Asks;

        Assert.Equal(2, asks.Length);
        Assert.Contains("The server 'backup' refused", asks[0], StringComparison.Ordinal);
        Assert.Contains("'aurix sync login --remote backup'", asks[0], StringComparison.Ordinal);
        Assert.Contains("'aurix trash' lists them, 'aurix sync confirm-deletes --remote backup'", asks[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_module_is_swapped_callers_wait_at_the_door_and_are_not_told_to_go_away()
    {
        await using var watched = await WatchedHost.StartAsync();
        var slot = watched.Host.Slots.ForRole(Roles.Storage);
        slot.Close();
        await watched.Storage.StopAsync();

        Assert.Equal("serving", Assert.Single(Desk(watched).Modules()).State);
        slot.Open();
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_told_by_its_code_alone()
    {
        await using var watched = await WatchedHost.StartAsync(() => throw new StoreException("StoreCorrupt", "The page of note:CanaryId is damaged.", "Restore a backup."));

        Assert.Equal("The store cannot be read (StoreCorrupt).", Assert.Single((await Desk(watched).LookAsync(CancellationToken.None)).Reasons));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_not_waited_for()
    {
        var never = new TaskCompletionSource<ImmutableArray<DatabaseName>>();
        var time = new FakeTimeProvider();
        await using var watched = await WatchedHost.StartAsync(() => never.Task, time);
        var looking = new HealthDesk(watched.Host, time).LookAsync(CancellationToken.None);

        time.Advance(HealthDesk.ReadLimit);

        Assert.Equal("The store did not answer within 2 s.", Assert.Single((await looking).Reasons));
        never.SetResult([]);
    }

    [Fact]
    public async Task Who_stops_wants_nothing_new()
    {
        await using var watched = await WatchedHost.StartAsync();
        var desk = Desk(watched);

        desk.Stopping();

        Assert.Equal("Aurix is stopping.", Assert.Single((await desk.LookAsync(CancellationToken.None)).Reasons));
    }

    private static HealthDesk Desk(WatchedHost watched) => new(watched.Host, TimeProvider.System);
}
