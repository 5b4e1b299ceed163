using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Sync.Collection;
using Aurix.Platform.Sync.Devices;
using Aurix.Platform.Sync.Filters;
using Aurix.Platform.Sync.Handlers;
using Aurix.Platform.Sync.Healing;
using Aurix.Platform.Sync.Live;
using Aurix.Platform.Sync.Removal;
using Aurix.Platform.Sync.Replication;
using Aurix.Platform.Sync.Rotation;
using Aurix.Platform.Sync.Transfer;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurix.Platform.Sync.Remotes;

/// <summary>What is there once for each remote: its account, its devices and alarms, its rounds, and whoever answers for it.</summary>
internal static class RoomServices
{
    /// <param name="services">The module's.</param>
    /// <param name="context">The module's.</param>
    public static IServiceCollection AddRooms(this IServiceCollection services, IModuleContext context)
    {
        services.TryAddSingleton(provider => new Rooms(context, provider.GetRequiredService<IServiceScopeFactory>()));
        services.TryAddScoped(_ => new RoomSeat(context));
        services.AddScoped(room => room.GetRequiredService<RoomSeat>().Context);
        services.AddScoped(room => room.GetRequiredService<RoomSeat>().Context.Mediator);
        services.TryAddScoped<OtherRemotes>();
        services.TryAddScoped<AccountTurn>();
        services.TryAddScoped<AccountStore>();
        services.TryAddScoped<VaultWatch>();
        services.TryAddScoped<AccountOpening>();
        services.TryAddScoped<LoginHold>();
        services.TryAddScoped<ServerDoor>();
        services.TryAddScoped<PasswordChange>();
        services.TryAddScoped<PasswordRenewal>();
        services.TryAddScoped<OptOut>();
        services.TryAddScoped<RemoteRemover>();
        services.TryAddScoped<SyncJournal>();
        services.TryAddScoped<SyncCounts>();
        services.TryAddScoped<Resealer>();
        services.TryAddScoped<OldEpochs>();
        services.TryAddScoped<Rotator>();
        services.TryAddScoped<DeviceStore>();
        services.TryAddScoped<LogShelf>();
        services.TryAddScoped<AlarmBook>();
        services.TryAddScoped<Sharings>();
        services.TryAddScoped<DeviceTools>();
        services.TryAddScoped<DeviceDirectory>();
        services.TryAddScoped<WriterSearch>();
        services.TryAddScoped<Certainty>();
        services.TryAddScoped<CollectionStore>();
        services.TryAddScoped<CollectionAnswerer>();
        services.TryAddScoped<ChunkCollector>();
        services.TryAddScoped<DeleteGuard>();
        services.TryAddScoped<SyncRound>();
        services.TryAddScoped<FileRound>();
        services.TryAddScoped<RoundRunner>();
        services.TryAddScoped<LiveBoard>();
        services.TryAddScoped<ProgressBook>();
        services.TryAddScoped<NetworkWatch>();
        services.TryAddScoped<LiveTools>();
        services.TryAddScoped<LiveSync>();
        services.TryAddScoped<Retirer>();
        return services
            .Answer<EnableSyncHandler>()
            .Answer<ConfirmSyncHandler>()
            .Answer<PauseSyncHandler>()
            .Answer<ResumeSyncHandler>()
            .Answer<PreviewSyncHandler>()
            .Answer<DisableSyncHandler>()
            .Answer<RemoveRemoteHandler>()
            .Answer<SignInHandler>()
            .Answer<ProvisionServerHandler>()
            .Answer<InviteHandler>()
            .Answer<RevokeInvitationsHandler>()
            .Answer<ChangePasswordHandler>()
            .Answer<RecoverAccessHandler>()
            .Answer<ReplaceRecoveryCodeHandler>()
            .Answer<SyncNowHandler>()
            .Answer<DescribeSyncHandler>()
            .Answer<RunSyncRoundHandler>()
            .Answer<FollowServerHandler>()
            .Answer<FetchFileHandler>()
            .Answer<ConfirmDeletesHandler>()
            .Answer<ResealHandler>()
            .Answer<RotateVaultHandler>()
            .Answer<PublishKeysHandler>()
            .Answer<RetryQuarantinedHandler>()
            .Answer<ReleaseQuarantinedHandler>()
            .Answer<VerifyRemoteHandler>()
            .Answer<ReportLeaksHandler>()
            .Answer<CollectServerChunksHandler>()
            .Answer<ListAlarmsHandler>()
            .Answer<AcceptAlarmHandler>()
            .Answer<ListDevicesHandler>()
            .Answer<FindWritersHandler>()
            .Answer<NameDeviceHandler>()
            .Answer<RetireDeviceHandler>()
            .Answer<RunRetirementHandler>()
            .Answer<FingerprintDevicesHandler>();
    }

    // One that somebody answers for all remotes already is left to them; they find this one in each room.
    private static IServiceCollection Answer<THandler>(this IServiceCollection services)
        where THandler : class
    {
        services.TryAddScoped<THandler>();
        foreach (var contract in typeof(THandler).GetInterfaces().Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
        {
            services.TryAddSingleton(contract, typeof(RemoteRouter<,,>).MakeGenericType([typeof(THandler), .. contract.GetGenericArguments()]));
        }

        return services;
    }
}
