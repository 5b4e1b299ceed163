using Aurix.Platform.Hosting;
using Aurix.Platform.Sync.Remotes;
using Aurix.Platform.Sync.Transfer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(Aurix.Platform.Sync.SyncModule))]

namespace Aurix.Platform.Sync;

/// <summary>Replicates the vault with servers, sealed, after its owner opted in.</summary>
public sealed class SyncModule : IModule
{
    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(SyncOptions.Specs);
        var options = SyncOptions.Read(context.Settings);
        services.TryAddSingleton(options);
        services.AddSingleton(new JobSpec("sync.round", options.Interval, new RunSyncRound { Scope = options.Files.Moves is FileMoves.Scheduled ? SyncScope.Documents : SyncScope.Everything }));
        services.AddSingleton(new JobSpec("sync.reseal", SyncOptions.ResealInterval, new ResealDocuments()));
        services.AddSingleton(new JobSpec("sync.collect", SyncOptions.CollectInterval, new RunServerCollection()));
        services.AddSingleton(new JobSpec("sync.retire", SyncOptions.RetireInterval, new RunRetirement()));
        services
            .AddHandler<RoundsHandler>()
            .AddHandler<FollowAllHandler>()
            .AddHandler<DescribeAllHandler>()
            .AddHandler<AllRemotesHandler>()
            .AddRooms(context);
    }
}
