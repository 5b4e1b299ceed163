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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(Aurix.Platform.Sync.SyncModule))]

namespace Aurix.Platform.Sync;

/// <summary>Replicates the vault with a server, sealed, after its owner opted in.</summary>
public sealed class SyncModule : IModule
{
    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(SyncOptions.Specs);
        services.TryAddSingleton<AccountTurn>();
        services.TryAddSingleton<AccountStore>();
        services.TryAddSingleton<AccountOpening>();
        services.TryAddSingleton<LoginHold>();
        services.TryAddSingleton<ServerDoor>();
        services.TryAddSingleton<PasswordChange>();
        services.TryAddSingleton<PasswordRenewal>();
        services.TryAddSingleton<OptOut>();
        services.TryAddSingleton<RemoteRemover>();
        services.TryAddSingleton<SyncJournal>();
        services.TryAddSingleton<SyncCounts>();
        services.TryAddSingleton<Resealer>();
        services.TryAddSingleton<OldEpochs>();
        services.TryAddSingleton<Rotator>();
        services.TryAddSingleton<DeviceStore>();
        services.TryAddSingleton<LogShelf>();
        services.TryAddSingleton<AlarmBook>();
        services.TryAddSingleton<Sharings>();
        services.TryAddSingleton<DeviceTools>();
        services.TryAddSingleton<DeviceDirectory>();
        services.TryAddSingleton<WriterSearch>();
        services.TryAddSingleton<Certainty>();
        services.TryAddSingleton<CollectionStore>();
        services.TryAddSingleton<CollectionAnswerer>();
        services.TryAddSingleton<ChunkCollector>();
        services.TryAddSingleton<DeleteGuard>();
        services.TryAddSingleton<SyncRound>();
        services.TryAddSingleton<FileRound>();
        services.TryAddSingleton<RoundRunner>();
        services.TryAddSingleton<LiveBoard>();
        services.TryAddSingleton<ProgressBook>();
        services.TryAddSingleton<NetworkWatch>();
        services.TryAddSingleton<LiveTools>();
        services.TryAddSingleton<LiveSync>();
        var options = SyncOptions.Read(context.Settings);
        services.TryAddSingleton(options);
        services.TryAddSingleton<Retirer>();
        services.AddSingleton(new JobSpec("sync.round", options.Interval, new RunSyncRound { Scope = options.Files.Moves is FileMoves.Scheduled ? SyncScope.Documents : SyncScope.Everything }));
        services.AddSingleton(new JobSpec("sync.reseal", SyncOptions.ResealInterval, new ResealDocuments()));
        services.AddSingleton(new JobSpec("sync.collect", SyncOptions.CollectInterval, new RunServerCollection()));
        services.AddSingleton(new JobSpec("sync.retire", SyncOptions.RetireInterval, new RunRetirement()));
        services
            .AddHandler<EnableSyncHandler>()
            .AddHandler<ConfirmSyncHandler>()
            .AddHandler<PauseSyncHandler>()
            .AddHandler<ResumeSyncHandler>()
            .AddHandler<PreviewSyncHandler>()
            .AddHandler<DisableSyncHandler>()
            .AddHandler<RemoveRemoteHandler>()
            .AddHandler<SignInHandler>()
            .AddHandler<ProvisionServerHandler>()
            .AddHandler<InviteHandler>()
            .AddHandler<RevokeInvitationsHandler>()
            .AddHandler<ChangePasswordHandler>()
            .AddHandler<RecoverAccessHandler>()
            .AddHandler<ReplaceRecoveryCodeHandler>()
            .AddHandler<SyncNowHandler>()
            .AddHandler<DescribeSyncHandler>()
            .AddHandler<RunSyncRoundHandler>()
            .AddHandler<FollowServerHandler>()
            .AddHandler<FetchFileHandler>()
            .AddHandler<ConfirmDeletesHandler>()
            .AddHandler<ResealHandler>()
            .AddHandler<RotateVaultHandler>()
            .AddHandler<RetryQuarantinedHandler>()
            .AddHandler<ReleaseQuarantinedHandler>()
            .AddHandler<VerifyRemoteHandler>()
            .AddHandler<ReportLeaksHandler>()
            .AddHandler<CollectServerChunksHandler>()
            .AddHandler<ListAlarmsHandler>()
            .AddHandler<AcceptAlarmHandler>()
            .AddHandler<ListDevicesHandler>()
            .AddHandler<FindWritersHandler>()
            .AddHandler<NameDeviceHandler>()
            .AddHandler<RetireDeviceHandler>()
            .AddHandler<RunRetirementHandler>()
            .AddHandler<FingerprintDevicesHandler>();
    }
}
