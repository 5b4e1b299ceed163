using System.CommandLine;
using System.Net;

namespace Aurix.Platform.Host.Operations;

/// <summary>The options of the commands that stay.</summary>
internal static class OpsOptions
{
    private static readonly Option<string?> Ops = new("--ops") { Description = "Tell health and numbers on this address: /health/live, /health/ready, /health/modules, /metrics. Default: nowhere.", HelpName = "ADDRESS:PORT" };

    private static readonly Option<bool> AllowRemote = new("--ops-allow-remote") { Description = "Tell them on another address than loopback. Whoever can reach it may read them; there is no content in them." };

    public static void AddTo(Command command)
    {
        command.Options.Add(Ops);
        command.Options.Add(AllowRemote);
    }

    /// <summary>Null when operations are to be told nowhere.</summary>
    public static IPEndPoint? Read(ParseResult parsed) => parsed.GetValue(Ops) is { } text ? OpsAddress.Parse(text, parsed.GetValue(AllowRemote)) : null;
}
