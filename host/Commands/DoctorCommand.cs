using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

internal static class DoctorCommand
{
    public static Command Make()
    {
        var files = new Option<bool>("--files") { Description = "Also read every byte of every attached file and compare it with what was stored." };
        var command = new Command("doctor", "Check modules, store, keys and sync, and say what to do about what is wrong.") { files };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var findings = new List<Finding>();
            findings.AddRange(host.SetAside.Select(module => new Finding(false, "modules", module.Problem!)));
            findings.Add(new(true, "modules", "Every role has its module, and every message its one handler."));
            findings.Add(Normalisation());
            await CheckAsync(findings, "keys", async () => await KeysAsync(host, cancellationToken));
            await CheckAsync(findings, "store", async () => await host.Mediator.Send(new CheckStore { VerifyFiles = parsed.GetValue(files) }, cancellationToken));
            await CheckAsync(findings, "conflicts", async () => await PolicyAsync(host, cancellationToken));
            await CheckAsync(findings, "sync", async () => await SyncAsync(host, cancellationToken));
            findings.AddRange(Disk.Look(host, await AreKeysProtectedAsync(host, cancellationToken)));
            return Report(findings);
        });
        return command;
    }

    private static Answer Report(List<Finding> findings)
    {
        var table = Tables.Make("", "what", "seen");
        foreach (var finding in findings)
        {
            table.Row(finding.Healthy ? "ok" : "PROBLEM", finding.Subject, finding.Message);
        }

        var problems = findings.Count(finding => !finding.Healthy);
        var json = new JsonArray([.. findings.Select(finding => new JsonObject { ["healthy"] = finding.Healthy, ["subject"] = finding.Subject, ["message"] = finding.Message })]);
        return new Answer(
            json,
            console =>
            {
                console.Write(table);
                console.Line(problems == 0 ? "All is well." : $"{problems} problems.");
            },
            problems == 0 ? ExitCodes.Success : ExitCodes.Failure);
    }

    // One check that cannot be made must not hide the others.
    private static async Task CheckAsync(List<Finding> findings, string subject, Func<Task<IEnumerable<Finding>>> check)
    {
        try
        {
            findings.AddRange(await check());
        }
        catch (AurixException problem)
        {
            findings.Add(new(false, subject, $"{problem.Message} {problem.NextStep}"));
        }
    }

    // A damaged key file has been told of already.
    private static async Task<bool> AreKeysProtectedAsync(AurixHost host, CancellationToken cancellationToken)
    {
        try
        {
            return (await host.Mediator.Send(new DescribeProtection(), cancellationToken)).IsProtected;
        }
        catch (VaultException)
        {
            return false;
        }
    }

    private static Finding Normalisation() =>
        "e\u0301".Normalize(NormalizationForm.FormKC) == "é"
            ? new(true, "unicode", "Passwords typed on different keyboards come out the same.")
            : new(false, "unicode", "This system cannot normalise Unicode, so a password may not match another device's. Install ICU (libicu).");

    private static async Task<IEnumerable<Finding>> KeysAsync(AurixHost host, CancellationToken cancellationToken) =>
        await host.Mediator.Send(new DescribeVault(), cancellationToken) is { } vault
            ? [new(true, "keys", $"This device holds the keys of vault {vault.Vault}, epoch {vault.Epoch}.")]
            : [new(false, "keys", "There is no vault on this device. Run 'aurix init'.")];

    private static async Task<IEnumerable<Finding>> PolicyAsync(AurixHost host, CancellationToken cancellationToken)
    {
        var policy = await host.Mediator.Send(new DescribePolicy(), cancellationToken);
        return policy.Unserved.IsEmpty
            ? [new(true, "conflicts", "Every document has a strategy.")]
            : StrategyListCommand.Unserved(policy).Select(line => new Finding(false, "conflicts", line + " Install the strategy's module, or choose another with 'aurix strategy use'."));
    }

    private static async Task<IEnumerable<Finding>> SyncAsync(AurixHost host, CancellationToken cancellationToken)
    {
        var all = await host.Mediator.Send(new DescribeSync(), cancellationToken);
        var enabled = all.Each.Where(status => status.Enabled).ToList();
        IEnumerable<Finding> findings = enabled.Count == 0
            ? [new(true, "sync", "Sync is off: nothing leaves this device.")]
            : enabled.Select(Look);
        return all.Quarantined == 0
            ? findings
            : findings.Append(new(false, "sync", $"{all.Quarantined} things from the server were set aside. See 'aurix sync status'."));
    }

    private static Finding Look(SyncStatus status)
    {
        var subject = status.Remote.IsMain ? "sync" : $"sync {status.Remote}";
        return status.LastProblem is { } problem
            ? new(false, subject, $"The last round failed: {RemoteHint.Aim(problem, status.Remote)}")
            : new(true, subject, $"Sync is on, as {status.User} at {status.Address}.");
    }
}
