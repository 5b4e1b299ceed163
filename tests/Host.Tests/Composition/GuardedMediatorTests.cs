using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Tests.Composition;

public sealed class GuardedMediatorTests
{
    private readonly List<Type> _asked = [];

    [Fact]
    public async Task A_message_type_of_a_plugins_own_is_refused_before_MediatR_sees_it()
    {
        var guarded = Guard(allowed: null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.Send(new OwnRequest()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.Send(new OwnCommand()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.Publish(new OwnNotification()));
        await Assert.ThrowsAsync<InvalidOperationException>(() => guarded.Publish<INotification>(new OwnNotification()));

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_role_that_the_manifest_does_not_list_is_refused()
    {
        var wrong = await Assert.ThrowsAsync<ModuleException>(() => Guard(new HashSet<string> { Roles.Crypto }).Send(new CountTypes()));

        Assert.Equal(("NotAllowed", "The module aurix.test sent CountTypes to 'storage', which its manifest does not list under 'uses'."), (wrong.Code, wrong.Message));
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_role_that_the_manifest_lists_is_asked()
    {
        Assert.True(await Guard(new HashSet<string> { Roles.Crypto }).Send(new EndLogin(1)));

        Assert.Contains(typeof(IRequestHandler<EndLogin, bool>), _asked);
    }

    [Fact]
    public async Task Everybody_may_ring()
    {
        await Guard(new HashSet<string>()).Publish(new DocumentsChanged(DatabaseName.Vault, new LocalSequence(1)));

        Assert.Contains(typeof(IEnumerable<INotificationHandler<DocumentsChanged>>), _asked);
    }

    private GuardedMediator Guard(IReadOnlySet<string>? allowed) => new(new Mediator(Resolve), "aurix.test", allowed);

    private object Resolve(Type service)
    {
        _asked.Add(service);
        return service.IsGenericType && service.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            ? Array.CreateInstance(service.GetGenericArguments()[0], 0)
            : new Yes();
    }

    private sealed record OwnRequest : IRequest<int>;

    private sealed record OwnCommand : IRequest;

    private sealed record OwnNotification : INotification;

    private sealed class Yes : IRequestHandler<EndLogin, bool>
    {
        public Task<bool> Handle(EndLogin request, CancellationToken cancellationToken) => Task.FromResult(true);
    }
}
