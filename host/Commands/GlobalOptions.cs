using System.CommandLine;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Operations;

namespace Aurix.Platform.Host.Commands;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> Data = new("--data")
    {
        Description = "The folder that holds the store. Default: $AURIX_HOME, or 'aurix' in the user's local data folder.",
        DefaultValueFactory = _ => HostSettings.DefaultDataDirectory,
        Recursive = true,
        HelpName = "FOLDER",
    };

    public static readonly Option<string> Modules = new("--modules")
    {
        Description = "The only folder with modules. Default: $AURIX_MODULES, or 'modules' beside the program and those of the configuration file.",
        DefaultValueFactory = _ => HostSettings.DefaultModulesDirectory,
        Recursive = true,
        HelpName = "FOLDER",
    };

    public static readonly Option<string?> Config = new("--config")
    {
        Description = "The configuration file. Default: $AURIX_CONFIG, or 'aurix.json' in the data folder.",
        Recursive = true,
        HelpName = "FILE",
    };

    public static readonly Option<string[]> Set = new("--set")
    {
        Description = "A setting, such as sync.interval=60. May be given several times, and wins over the environment and the configuration file.",
        DefaultValueFactory = _ => [],
        Recursive = true,
        HelpName = "ROLE.NAME=VALUE",
    };

    public static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "Where this device's keys are protected and locked: open them for this command with the passphrase on the first line of this file; '-' for the next line of standard input.",
        Recursive = true,
        HelpName = "FILE",
    };

    public static readonly Option<bool> Json = new("--json") { Description = "Answer as JSON on standard output, errors as JSON on standard error.", Recursive = true };

    public static readonly Option<bool> Verbose = new("--verbose", "-v") { Description = "Log what happens to standard error. Addresses and outcomes, never content.", Recursive = true };

    public static IEnumerable<Option> All => [Data, Modules, Config, Set, PassphraseFile, Json, Verbose, LogFormat.Option];
}
