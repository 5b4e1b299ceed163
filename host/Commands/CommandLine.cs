using System.CommandLine;

namespace Aurix.Platform.Host.Commands;

/// <summary>The table of contents of <c>aurix</c>.</summary>
internal static class CommandLine
{
    public static RootCommand Build()
    {
        var root = new RootCommand("Keeps your documents on this device, and syncs them end-to-end encrypted when you say so.")
        {
            InitCommand.Make(),
            PutCommand.Make(),
            GetCommand.Make(),
            ListCommand.Make(),
            SearchCommand.Make(),
            TrashCommand.Make(),
            DeleteCommand.Make(),
            HistoryCommand.Make(),
            RestoreCommand.Make(),
            AttachCommand.Make(),
            ExtractCommand.Make(),
            Group(
                "blob",
                "Which attached files are on this device.",
                BlobListCommand.Make(),
                BlobPinCommand.Make(),
                BlobUnpinCommand.Make(),
                BlobEvictCommand.Make(),
                BlobFetchCommand.Make(),
                BlobGcCommand.Make()),
            Group(
                "sync",
                "Send and fetch, after you have opted in.",
                SyncEnableCommand.Make().ForRemotes(),
                SyncLoginCommand.Make().ForRemotes(),
                SyncVerb.Pause().ForRemotes(),
                SyncVerb.Resume().ForRemotes(),
                SyncDisableCommand.Make().ForRemotes(),
                SyncNowCommand.Make().ForRemotes(),
                SyncConfirmDeletesCommand.Make().ForRemotes(),
                SyncPreviewCommand.Make().ForRemotes(),
                SyncStatusCommand.Make().ForRemotes(),
                SyncWatchCommand.Make().ForRemotes()),
            Group(
                "vault",
                "Who can open your documents, with what, and on which devices.",
                VaultStatusCommand.Make(),
                VaultProtectCommand.Make(),
                VaultUnprotectCommand.Make(),
                VaultUnlockCommand.Make(),
                VaultLockCommand.Make(),
                VaultInviteCommand.Make().ForRemotes(),
                VaultPasswordCommand.Make().ForRemotes(),
                VaultRecoverCommand.Make().ForRemotes(),
                VaultRecoveryCodeCommand.Make().ForRemotes(),
                VaultRotateCommand.Make().ForRemotes(),
                VaultPublishCommand.Make().ForRemotes(),
                VaultDevicesCommand.Make().ForRemotes(),
                VaultNameCommand.Make().ForRemotes(),
                VaultRetireCommand.Make().ForRemotes(),
                VaultCollectCommand.Make().ForRemotes(),
                VaultFingerprintCommand.Make().ForRemotes()),
            Group(
                "quarantine",
                "What a server showed and was set aside.",
                QuarantineListCommand.Make(),
                QuarantineShowCommand.Make(),
                QuarantineRetryCommand.Make().ForRemotes(),
                QuarantineForgetCommand.Make(),
                QuarantineReleaseCommand.Make().ForRemotes()),
            Group("app", "Which apps on this device may come in by 'aurix run --api', and what they may do.", AppCreateCommand.Make(), AppListCommand.Make(), AppRevokeCommand.Make()),
            VerifyRemoteCommand.Make().ForRemotes(),
            LeakReportCommand.Make().ForRemotes(),
            Group("alarm", "What the server was caught at.", AlarmListCommand.Make().ForRemotes(), AlarmAcceptCommand.Make().ForRemotes()),
            BackupCommand.Make(),
            ExportCommand.Make(),
            ImportCommand.Make(),
            CompactCommand.Make(),
            Group(
                "conflicts",
                "Versions that did not know of each other: what was made of them, and what is left to you.",
                ConflictsListCommand.Make(),
                ConflictsShowCommand.Make(),
                ConflictsUndoCommand.Make(),
                ConflictsAnswerCommand.Make()),
            Group(
                "module",
                "What is loaded, and whose code may be.",
                ModuleListCommand.Make(),
                ModuleTrustCommand.Make(),
                ModuleDistrustCommand.Make(),
                ModuleTrustedCommand.Make(),
                ModuleReloadCommand.Make(),
                ModuleRunCommand.Make(),
                ModuleSignCommand.Make(),
                ModuleNewKeyCommand.Make()),
            Group("config", "What this device was told, by file, environment and command line.", ConfigShowCommand.Make(), ConfigCheckCommand.Make(), ConfigSchemaCommand.Make(), ConfigApplyCommand.Make()),
            Group("guest", "Programs of others in a process of their own.", GuestRunCommand.Make()),
            Group("strategy", "How conflicts are settled.", StrategyListCommand.Make(), StrategyUseCommand.Make(), StrategyDropCommand.Make(), StrategyReloadCommand.Make(), StrategyDryRunCommand.Make()),
            Group(
                "schedule",
                "What the daemon does, when, and under which conditions.",
                ScheduleAddCommand.Make().ForRemotes(),
                ScheduleListCommand.Make(),
                ScheduleVerb.Pause(),
                ScheduleVerb.Resume(),
                ScheduleVerb.Remove(),
                ScheduleRunCommand.Make(),
                ScheduleHistoryCommand.Make()),
            ConditionsCommand.Make(),
            ServeCommand.Make(),
            Group("server", "Servers of other makes, as their administrator.", ServerProvisionCommand.Make()),
            RunCommand.Make(),
            DemoCommand.Make(),
            DoctorCommand.Make(),
            HealthCommand.Make(),
        };
        foreach (var option in GlobalOptions.All)
        {
            root.Options.Add(option);
        }

        return root;
    }

    private static Command Group(string name, string description, params Command[] commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Subcommands.Add(command);
        }

        return group;
    }
}
