using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>Writes its remote on everything that a room says to other modules, so that nobody in it can forget to.</summary>
internal sealed class RemoteMediator(RemoteName remote, IMediator module) : IMediator
{
    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
        module.Send((IRequest<TResponse>)Named(request), cancellationToken);

    public Task Send(IRequest request, CancellationToken cancellationToken = default) => module.Send(request, cancellationToken);

    public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification =>
        notification is AlarmRaised raised ? module.Publish(raised with { Remote = remote }, cancellationToken) : module.Publish(notification, cancellationToken);

    /// <summary>The message as this remote's.</summary>
    public object Named(object message) => message switch
    {
        GetLocalDocument read => read with { Id = Named(read.Id) },
        PutLocalDocument write => write with { Id = Named(write.Id) },
        ListBlobs list => list with { Remote = remote },
        NoteBlobOnServer note => note with { Remote = remote },
        ForgetServerBlobs forget => forget with { Remote = remote },
        FindDocumentsAwaitingUpload find => find with { Remote = remote },
        KeepLogin keep => keep with { Remote = remote },
        RecallLogin recall => recall with { Remote = remote },
        ForgetLogin forget => forget with { Remote = remote },
        BeginLogin begin => begin with { Remote = remote },
        JoinVault join => join with { Remote = remote },
        RecoverVault recover => recover with { Remote = remote },
        CheckVaultDocument check => check with { Remote = remote },
        AddPasswordSlot add => add with { Remote = remote },
        KeepPasswordSlot keep => keep with { Remote = remote },
        RenewRecoveryCode renew => renew with { Remote = remote },
        MakeInvitation make => make with { Remote = remote },
        RemoveInvitations remove => remove with { Remote = remote },
        WrapRotation wrap => wrap with { Remote = remote },
        CommitRotation commit => commit with { Remote = remote },
        _ => message,
    };

    // Main's records are called what they were called before there were others.
    private string Named(string record) => remote.IsMain ? record : $"{record}@{remote}";
}
