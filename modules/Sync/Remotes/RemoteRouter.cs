using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Hands a message to whoever answers it in its remote's room.</summary>
internal sealed class RemoteRouter<THandler, TRequest, TResponse>(Rooms rooms) : IRequestHandler<TRequest, TResponse>
    where THandler : class, IRequestHandler<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken)
    {
        var remote = (request as IRemoteRequest)?.Remote ?? RemoteName.Main;
        return rooms.For(remote, mayBeNew: request is EnableSync or RecoverAccess).Get<THandler>().Handle(request, cancellationToken);
    }
}
