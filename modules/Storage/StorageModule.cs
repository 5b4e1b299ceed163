using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Care.Archive;
using Aurix.Platform.Storage.Handlers;
using Aurix.Platform.Storage.Vault;
using Aurix.Platform.Storage.Vault.Reissue;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(StorageModule))]

namespace Aurix.Platform.Storage;

/// <summary>Documents, revision trees, change feed and files, in SQLite. The only SQL in the house.</summary>
public sealed class StorageModule : IModule, IHandsOver
{
    // Retention counts in days; more often finds nothing, less often lets a journal over its size grow on.
    private static readonly TimeSpan CareInterval = TimeSpan.FromHours(12);

    private Databases? _databases;
    private Uploads? _uploads;

    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(StorageOptions.Specs);
        services.TryAddSingleton(StorageOptions.From(context.Settings));
        services.TryAddSingleton<ActorSource>();
        services.TryAddSingleton<Databases>();
        services.AddSingleton(new JobSpec("storage.care", CareInterval, new CareForStore()));

        services.TryAddSingleton<Minter>();
        services.TryAddSingleton<EditWriter>();
        services.TryAddSingleton<VaultGrafter>();
        services.TryAddSingleton<NormalisationWriter>();
        services.TryAddSingleton<VaultReissuer>();
        services.TryAddSingleton<Uploads>();
        services.TryAddSingleton<ArchiveImport>();
        services.TryAddSingleton(new BlobCollector(context.Time));

        services.AddHandler<InitialiseVaultHandler>();
        services.AddHandler<PutDocumentHandler>();
        services.AddHandler<DeleteDocumentHandler>();
        services.AddHandler<GetDocumentHandler>();
        services.AddHandler<ReadHistoryHandler>();
        services.AddHandler<ListDocumentsHandler>();
        services.AddHandler<SearchDocumentsHandler>();
        services.AddHandler<NormalisationHandler>();
        services.AddHandler<ReissueVaultHandler>();
        services.AddHandler<QuarantineHandler>();

        services.AddHandler<GraftRevisionsHandler>();
        services.AddHandler<FindMissingRevisionsHandler>();
        services.AddHandler<ReadRevisionsHandler>();
        services.AddHandler<ReadChangesHandler>();
        services.AddHandler<AwaitChangesHandler>();
        services.AddHandler<LocalDocumentsHandler>();

        services.AddHandler<EditRelayDocumentHandler>();
        services.AddHandler<ListRelayDocumentsHandler>();
        services.AddHandler<DatabasesHandler>();

        services.AddHandler<UploadHandler>();
        services.AddHandler<BlobsHandler>();
        services.AddHandler<BlobStatesHandler>();
        services.AddHandler<CheckStoreHandler>();
        services.AddHandler<CompactDatabaseHandler>();
        services.AddHandler<BackUpStoreHandler>();
        services.AddHandler<ArchiveHandler>();
        services.AddHandler<CareForStoreHandler>();
    }

    /// <inheritdoc/>
    public ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        // Files are opened when they are first asked for: a device without a vault has none, and another process may make one later.
        _databases = services.GetRequiredService<Databases>();
        _uploads = services.GetRequiredService<Uploads>();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>A file whose last chunk is stored and that has no name yet gets one within the next request, or its caller has gone.</remarks>
    public bool IsQuiet => _databases?.OpenUploads().All(open => !open.Upload.IsComplete) ?? true;

    /// <inheritdoc/>
    public byte[] HandOver()
    {
        var open = _databases?.OpenUploads().Select(upload => ((upload.Database, upload.Upload.Number), upload.Upload.Tail)) ?? [];
        var inherited = _uploads?.Inherited.Select(left => (left.Key, (ReadOnlyMemory<byte>)left.Value)) ?? [];
        var tails = UploadTails.Write(open.Concat(inherited));
        _databases?.LeaveUploads(); // nobody is inside, and the next thing is the stop
        return tails;
    }

    /// <inheritdoc/>
    public void TakeOver(IServiceProvider services, ReadOnlySpan<byte> state) => services.GetRequiredService<Uploads>().Inherit(UploadTails.Read(state));

    /// <inheritdoc/>
    public async ValueTask StopAsync(CancellationToken cancellationToken)
    {
        if (_databases is not null)
        {
            await _databases.CloseAsync();
        }
    }
}
