using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Apps;
using Aurix.Platform.Gateway.CouchDb;
using Aurix.Platform.Gateway.Handlers;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Gateway.Mirror;
using Aurix.Platform.Gateway.Rest;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(Aurix.Platform.Gateway.GatewayModule))]

namespace Aurix.Platform.Gateway;

/// <summary>The front door of incoming HTTP: relay databases in CouchDB's protocol. Listens only between <see cref="OpenGateway"/> and <see cref="CloseGateway"/>.</summary>
public sealed class GatewayModule : IModule, IHandsOver
{
    private GatewayServer? _server;
    private Door? _inherited;

    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(GatewayOptions.Specs);
        services.TryAddSingleton(GatewayOptions.Read(context.Settings));
        AddHandlers(services);
        AddHttp(services, context);
        AddAccounts(services, context);
        AddApps(services);
        AddCouchDb(services);
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        _server = services.GetRequiredService<GatewayServer>();
        if (_inherited is { } door)
        {
            _inherited = null;
            await _server.SucceedAsync(door, cancellationToken);
        }
    }

    /// <summary>Where it listens, so that the next copy takes over without anybody being turned away.</summary>
    public byte[] HandOver() => _server?.ShowDoor() ?? [];

    /// <inheritdoc/>
    public void TakeOver(IServiceProvider services, ReadOnlySpan<byte> state) => _inherited = Door.Take(state);

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _inherited?.Dispose();
        if (_server is { } server)
        {
            await server.RetireAsync();
            await server.CloseAsync(cancellationToken);
        }
    }

    private static void AddHandlers(IServiceCollection services) => services
        .AddHandler<OpenGatewayHandler>()
        .AddHandler<CloseGatewayHandler>()
        .AddHandler<SetAccountHandler>()
        .AddHandler<GrantDatabaseHandler>()
        .AddHandler<AppsHandler>();

    private static void AddHttp(IServiceCollection services, IModuleContext context)
    {
        services.TryAddSingleton<GatewayServer>();
        services.TryAddSingleton<RequestPipeline>();
        services.AddSingleton<IFace, ServerFace>();
        services.AddSingleton<IFace, AppFace>();
        services.TryAddSingleton<Cors>();
        services.TryAddSingleton<BodyBudget>();
        services.TryAddSingleton(_ => new ServerIdentity(context.DataDirectory));
    }

    private static void AddAccounts(IServiceCollection services, IModuleContext context)
    {
        services.TryAddSingleton<AccountStore>();
        services.TryAddSingleton<Passwords>();
        services.TryAddSingleton<LoginGuard>();
        services.TryAddSingleton<Authenticator>();
        services.TryAddSingleton<DatabaseAccess>();
        services.TryAddSingleton(provider => new SessionCookies(context.DataDirectory, provider.GetRequiredService<GatewayOptions>(), context.Time));
    }

    private static void AddApps(IServiceCollection services)
    {
        services.TryAddSingleton<AppStore>();
        services.TryAddSingleton<AppAuthenticator>();
        services.TryAddSingleton<BrowserGuard>();
        services.TryAddSingleton<MirrorFiles>();
        services.TryAddSingleton<PairBook>();
        services.TryAddSingleton<Intake>();
        services.TryAddSingleton<Showing>();
        services.TryAddSingleton<Settling>();
        services.TryAddSingleton<Bridge>();
        services.TryAddSingleton<MirrorFileEndpoint>();
        services.TryAddSingleton<VaultFiles>();
        services.TryAddSingleton<RestApi>();
        services.AddSingleton<IRoutes, DocumentRoutes>();
        services.AddSingleton<IRoutes, FileRoutes>();
        services.AddSingleton<IRoutes, HistoryRoutes>();
        services.AddSingleton<IRoutes, EventRoutes>();
        services.AddSingleton<IRoutes, ConflictRoutes>();
        services.AddSingleton<IRoutes, SyncRoutes>();
        services.AddSingleton<IRoutes, OwnerRoutes>();
    }

    private static void AddCouchDb(IServiceCollection services)
    {
        services.TryAddSingleton<BlobTransfer>();
        services.TryAddSingleton<FileResolver>();
        services.TryAddSingleton<DocumentReader>();
        services.TryAddSingleton<DocumentWriter>();
        services.TryAddSingleton<DocumentStore>();
        services.TryAddSingleton<DocumentEdits>();
        services.TryAddSingleton<DocumentGrafts>();
        services.TryAddSingleton<LocalDocumentReader>();
        services.TryAddSingleton<LocalDocumentWrites>();
        services.TryAddSingleton<ShownDocuments>();
        services.TryAddSingleton<ChangeRows>();
        services.TryAddSingleton<ChosenRows>();
        services.TryAddSingleton<ChangeWait>();
        services.TryAddSingleton<MultipartDocuments>();

        services.TryAddSingleton<DocumentGet>();
        services.TryAddSingleton<OpenRevisionsGet>();
        services.TryAddSingleton<DocumentPut>();
        services.TryAddSingleton<AttachmentGet>();
        services.TryAddSingleton<AttachmentPut>();

        AddEndpoint<WelcomeEndpoint>(services);
        AddEndpoint<UpEndpoint>(services);
        AddEndpoint<AllDatabasesEndpoint>(services);
        AddEndpoint<SessionEndpoint>(services);
        AddEndpoint<DatabaseEndpoint>(services);
        AddEndpoint<SecurityEndpoint>(services);
        AddEndpoint<FullCommitEndpoint>(services);
        AddEndpoint<CompactEndpoint>(services);
        AddEndpoint<RevisionsLimitEndpoint>(services);
        AddEndpoint<AllDocumentsEndpoint>(services);
        AddEndpoint<ChangesEndpoint>(services);
        AddEndpoint<RevisionDiffEndpoint>(services);
        AddEndpoint<BulkDocumentsEndpoint>(services);
        AddEndpoint<BulkGetEndpoint>(services);
        AddEndpoint<DocumentEndpoint>(services);
        AddEndpoint<LocalDocumentEndpoint>(services);
        AddEndpoint<AttachmentEndpoint>(services);
    }

    private static void AddEndpoint<T>(IServiceCollection services)
        where T : class, IEndpoint => services.AddSingleton<IEndpoint, T>();
}
