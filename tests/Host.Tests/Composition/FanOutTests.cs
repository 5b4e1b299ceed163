using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests.Composition;

public sealed class FanOutTests
{
    private static readonly DocumentsChanged Bell = new(DatabaseName.Vault, new LocalSequence(7));
    private readonly List<string> _heard = [];
    private readonly HostListeners _listeners = new();

    [Fact]
    public async Task A_module_that_fails_neither_stops_the_others_nor_reaches_the_ringer()
    {
        var slots = Serving.Slots((Roles.Crypto, Hearing("first")), (Roles.Storage, Failing()), (Roles.Sync, Hearing("last")));

        await RingAsync(slots);

        Assert.Equal(["first", "last"], _heard);
    }

    [Fact]
    public async Task A_handler_that_fails_does_not_stop_another_of_the_same_module()
    {
        var both = Serving.Generation(services => services
            .AddSingleton<INotificationHandler<DocumentsChanged>>(new Handler(() => throw new InvalidTimeZoneException()))
            .AddSingleton<INotificationHandler<DocumentsChanged>>(new Handler(() => _heard.Add("second"))));

        await RingAsync(Serving.Slots((Roles.Sync, both)));

        Assert.Equal(["second"], _heard);
    }

    [Fact]
    public async Task A_listener_of_the_command_that_fails_stops_no_module()
    {
        using var listening = _listeners.Listen<DocumentsChanged>(_ => throw new InvalidTimeZoneException());

        await RingAsync(Serving.Slots((Roles.Sync, Hearing("sync"))));

        Assert.Equal(["sync"], _heard);
    }

    [Fact]
    public async Task A_listener_hears_until_it_is_disposed()
    {
        var sequences = new List<long>();
        var listening = _listeners.Listen<DocumentsChanged>(bell => sequences.Add(bell.Sequence.Value));
        await RingAsync(Serving.Slots());
        listening.Dispose();
        await RingAsync(Serving.Slots());

        Assert.Equal([7], sequences);
    }

    [Fact]
    public async Task A_module_that_is_being_drained_is_passed_over()
    {
        var gone = Hearing("gone");
        await gone.DisposeAsync();

        await RingAsync(Serving.Slots((Roles.Storage, gone), (Roles.Sync, Hearing("sync"))));

        Assert.Equal(["sync"], _heard);
    }

    [Fact]
    public async Task Every_module_is_left_again_whether_it_failed_or_not()
    {
        var (hearing, failing) = (Hearing("one"), Failing());
        await RingAsync(Serving.Slots((Roles.Storage, hearing), (Roles.Sync, failing)));

        await hearing.DisposeAsync();
        await failing.DisposeAsync();
    }

    [Fact]
    public async Task The_ringer_does_not_wait_for_an_extension_but_the_extensions_stop_does()
    {
        using var go = new ManualResetEventSlim();
        var slow = Serving.Generation(services => services.AddSingleton<INotificationHandler<DocumentsChanged>>(new Handler(() =>
        {
            go.Wait();
            _heard.Add("slow");
        })));
        var slots = Serving.Slots((Roles.Sync, Hearing("sync")));
        slots.AddExtension("strangers.slow", slow);

        await RingAsync(slots);

        Assert.Equal(["sync"], _heard);
        go.Set();
        await slow.DisposeAsync();
        Assert.Equal(["sync", "slow"], _heard);
    }

    private Task RingAsync(SlotTable slots) => new FanOut<DocumentsChanged>(slots, _listeners, NullLogger.Instance).Handle(Bell, CancellationToken.None);

    private Generation Hearing(string name) =>
        Serving.Generation(services => services.AddSingleton<INotificationHandler<DocumentsChanged>>(new Handler(() => _heard.Add(name))));

    private static Generation Failing() =>
        Serving.Generation(services => services.AddSingleton<INotificationHandler<DocumentsChanged>>(new Handler(() => throw new InvalidTimeZoneException())));

    private sealed class Handler(Action heard) : INotificationHandler<DocumentsChanged>
    {
        public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken)
        {
            heard();
            return Task.CompletedTask;
        }
    }
}
