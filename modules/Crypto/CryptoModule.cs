using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Files;
using Aurix.Platform.Crypto.Handlers;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

[assembly: Module(typeof(Aurix.Platform.Crypto.CryptoModule))]

namespace Aurix.Platform.Crypto;

/// <summary>Keys, envelopes, chunks: the only room with libsodium in it. README.md says what it owns and promises.</summary>
public sealed class CryptoModule : IModule, IHandsOver
{
    private KeyCabinet? _cabinet;
    private LoginBook? _logins;
    private RotationBook? _rotation;

    /// <inheritdoc/>
    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSettings(CryptoOptions.Specs);

        // Two bindings of one library: spans for bulk, the house's named one for key work (ADR 0003).
        var bulk = new GeraltSodium();
        var keyWork = new CoreSodium();

        services.TryAddSingleton<ISodium>(keyWork);
        services.TryAddSingleton<WorkBuffers>();
        services.TryAddSingleton<LoginBook>();
        services.TryAddSingleton<PasswordStretcher>();
        services.TryAddSingleton<KeySplit>();
        services.TryAddSingleton<VaultWrapper>();
        services.TryAddSingleton<VaultCheck>();
        services.TryAddSingleton<VaultIntake>();
        services.TryAddSingleton<SlotEditor>();
        services.TryAddSingleton(CryptoOptions.Read(context.Settings));
        services.TryAddSingleton<SharedUnlock>();
        services.TryAddSingleton<KeyLock>();
        services.TryAddSingleton<PassphraseKey>();
        services.TryAddSingleton(provider => new KeyFile(context.DataDirectory, new KeyFileCodec(keyWork), provider.GetRequiredService<KeyLock>()));
        services.AddSingleton(new JobSpec("crypto.autolock", TimeSpan.FromSeconds(30), new RunAutoLock()) { IsForEachProcess = true });
        services.TryAddSingleton<KeyCabinet>();
        services.TryAddSingleton(new ClosedEpochs(context.DataDirectory));
        services.TryAddSingleton<RotationBook>();
        services.TryAddSingleton(provider => new DocumentSealer(bulk, provider.GetRequiredService<WorkBuffers>()));
        services.TryAddSingleton(provider => new EpochFinder(provider.GetRequiredService<DocumentSealer>(), provider.GetRequiredService<ClosedEpochs>(), bulk));
        services.TryAddSingleton(provider => new DocumentOpener(bulk, provider.GetRequiredService<WorkBuffers>(), provider.GetRequiredService<EpochFinder>()));
        services.TryAddSingleton(provider => new DeviceSealer(bulk, provider.GetRequiredService<WorkBuffers>()));
        services.TryAddSingleton(provider => new LogHasher(bulk));
        services.TryAddSingleton(provider => new FileSealer(bulk, provider.GetRequiredService<WorkBuffers>()));

        services
            .AddHandler<CreateVaultHandler>()
            .AddHandler<BackUpKeysHandler>()
            .AddHandler<DescribeVaultHandler>()
            .AddHandler<ConfirmVaultHandler>()
            .AddHandler<MintRevisionsHandler>()
            .AddHandler<SealDocumentsHandler>()
            .AddHandler<OpenDocumentsHandler>()
            .AddHandler<BeginFileHandler>()
            .AddHandler<MintChunksHandler>()
            .AddHandler<MintManifestHandler>()
            .AddHandler<SealChunksHandler>()
            .AddHandler<SealManifestHandler>()
            .AddHandler<OpenManifestHandler>()
            .AddHandler<OpenChunkHandler>()
            .AddHandler<BeginLoginHandler>()
            .AddHandler<EndLoginHandler>()
            .AddHandler<WrapVaultHandler>()
            .AddHandler<JoinVaultHandler>()
            .AddHandler<RecoverVaultHandler>()
            .AddHandler<CheckRecoveryCodeHandler>()
            .AddHandler<RenewRecoveryCodeHandler>()
            .AddHandler<MakeSecretKeyHandler>()
            .AddHandler<MakeInvitationHandler>()
            .AddHandler<RemoveInvitationsHandler>()
            .AddHandler<BeginInvitedHandler>()
            .AddHandler<ProtectVaultHandler>()
            .AddHandler<UnprotectVaultHandler>()
            .AddHandler<UnlockVaultHandler>()
            .AddHandler<LockVaultHandler>()
            .AddHandler<DescribeProtectionHandler>()
            .AddHandler<RunAutoLockHandler>()
            .AddHandler<KeepLoginHandler>()
            .AddHandler<RecallLoginHandler>()
            .AddHandler<ForgetLoginHandler>()
            .AddHandler<AddPasswordSlotHandler>()
            .AddHandler<KeepPasswordSlotHandler>()
            .AddHandler<CheckVaultDocumentHandler>()
            .AddHandler<BeginRotationHandler>()
            .AddHandler<NameClosingLeavesHandler>()
            .AddHandler<SealClosingPieceHandler>()
            .AddHandler<WrapRotationHandler>()
            .AddHandler<CommitRotationHandler>()
            .AddHandler<ClosedEpochsHandler>()
            .AddHandler<SealClosedPieceHandler>()
            .AddHandler<WrapNewerKeysHandler>()
            .AddHandler<FindEpochsHandler>()
            .AddHandler<SealHeadHandler>()
            .AddHandler<OpenHeadsHandler>()
            .AddHandler<SealLogSegmentHandler>()
            .AddHandler<OpenLogSegmentsHandler>()
            .AddHandler<ExtendLogHandler>()
            .AddHandler<NameDeviceDocumentsHandler>()
            .AddHandler<CollectionHandler>()
            .AddHandler<FingerprintHeadsHandler>();
    }

    /// <inheritdoc/>
    /// <exception cref="Errors.VaultException"><c>NormalizationUnavailable</c>: no key was derived.</exception>
    public ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        PasswordNormaliser.SelfTest();
        _cabinet = services.GetRequiredService<KeyCabinet>();
        _logins = services.GetRequiredService<LoginBook>();
        _rotation = services.GetRequiredService<RotationBook>();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    /// <remarks>A login and a change of keys are several requests with keys in memory between them.</remarks>
    public bool IsQuiet => (_logins?.IsEmpty ?? true) && _rotation is not { IsUnderWay: true };

    /// <summary>What opens protected keys; nothing while they are locked or not protected.</summary>
    public byte[] HandOver() => _cabinet?.ExportLock() ?? [];

    /// <inheritdoc/>
    public void TakeOver(IServiceProvider services, ReadOnlySpan<byte> state) => services.GetRequiredService<KeyCabinet>().ImportLock(state);

    /// <summary>Wipes every key. The next start reads the key file again.</summary>
    public ValueTask StopAsync(CancellationToken cancellationToken)
    {
        _logins?.Clear();
        _rotation?.Clear();
        _cabinet?.Close();
        return ValueTask.CompletedTask;
    }
}
