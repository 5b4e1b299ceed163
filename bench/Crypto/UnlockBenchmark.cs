using System.Diagnostics;
using System.Globalization;
using Aurix.Platform.Crypto;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>From the password to the opened vault, beside the Argon2id call alone.</summary>
internal static class UnlockBenchmark
{
    private const int Rounds = 7;
    private const string User = "alex";
    private const string Database = "aurix-k3f9q2mz";

    public static async Task RunAsync()
    {
        using var folder = new TemporaryFolder();
        await using var device = await new ModuleHarness(folder.Path).AddAsync(new CryptoModule(), "crypto");
        await device.Mediator.Send(new CreateVault());
        using var password = Secret.FromCharacters("correct horse battery staple");
        var login = await device.Mediator.Send(new BeginLogin(User, Database, password));
        var wrapped = await device.Mediator.Send(new WrapVault(login.Number));
        var ours = new List<double>();
        var bare = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            var ticket = await device.Mediator.Send(new BeginLogin(User, Database, password));
            await device.Mediator.Send(new JoinVault(ticket.Number, wrapped.Document));
            ours.Add(clock.Elapsed.TotalSeconds);
            await device.Mediator.Send(new EndLogin(ticket.Number));

            clock.Restart();
            var key = new byte[32];
            Geralt.Argon2id.DeriveKey(key, password.Utf8, new byte[16], 3, 256 << 20);
            bare.Add(clock.Elapsed.TotalSeconds);
        }

        var (mine, theirs) = (ours.Order().ElementAt(Rounds / 2), bare.Order().ElementAt(Rounds / 2));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nUnlocking, median of {Rounds} interleaved rounds\n"));
        Console.WriteLine("| | ms | spread, ms |");
        Console.WriteLine("|---|---|---|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| password to opened vault | {mine * 1e3:0} | {ours.Min() * 1e3:0}–{ours.Max() * 1e3:0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| Argon2id, 256 MiB, 3 passes, alone | {theirs * 1e3:0} | {bare.Min() * 1e3:0}–{bare.Max() * 1e3:0} |"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nUnlocking costs {mine / theirs:0.00} × the bare call."));
    }
}
