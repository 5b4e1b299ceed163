using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>The only way to MediatR: lets contract messages through, and of those only the ones that the sender may send.</summary>
/// <remarks>MediatR caches message types for ever, so a message type of a plugin's own would keep the plugin loaded for ever. It is refused before MediatR sees it.</remarks>
/// <param name="inner">MediatR.</param>
/// <param name="sender">Who sends, for the refusal's text.</param>
/// <param name="allowed">The roles the sender may send to; null for all.</param>
internal sealed class GuardedMediator(IMediator inner, string sender, IReadOnlySet<string>? allowed) : IMediator
{
    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
    {
        Check(request);
        return inner.Send(request, cancellationToken);
    }

    public Task Send(IRequest request, CancellationToken cancellationToken = default)
    {
        Check(request);
        return inner.Send(request, cancellationToken);
    }

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification
    {
        CheckOrigin(notification);
        return inner.Publish(notification, cancellationToken);
    }

    private static void CheckOrigin(object message)
    {
        if (message.GetType().Assembly != typeof(IModule).Assembly)
        {
            throw new InvalidOperationException($"{message.GetType().Name} is not a message of Aurix.Platform.Contracts; only those may be sent.");
        }
    }

    private void Check(object request)
    {
        CheckOrigin(request);
        var role = MessageCatalog.RoleOf(request.GetType());
        if (allowed is not null && !allowed.Contains(role))
        {
            throw new ModuleException("NotAllowed", $"The module {sender} sent {request.GetType().Name} to '{role}', which its manifest does not list under 'uses'.", "Add the role to the module's module.json if it is meant.");
        }
    }
}
