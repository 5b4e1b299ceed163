using Aurix.Platform.Crypto;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests;
using Aurix.Platform.Tests.Torture;

// Waits for its one order, so that it can be started ahead of time, and then works until it is killed.
if (await Console.In.ReadLineAsync() is not { } text)
{
    return 0;
}

var order = Order.Parse(text);

// Whoever gave the order ended without killing us: nobody is left to work for.
_ = Task.Run(() =>
{
    Console.In.ReadToEnd();
    Environment.Exit(0);
});

var report = new Report(Console.OpenStandardOutput());
try
{
    var store = new ModuleHarness(order.Directory);
    await store.AddAsync(new CryptoModule(), "crypto");
    await store.AddAsync(new StorageModule(), "storage");
    report.Say("opening");
    await store.Mediator.Send(new InitialiseVault(order.Vault));
    report.Say("opened vault");
    await store.Mediator.Send(new CreateDatabase(Order.Relay, DatabaseKind.Relay));
    await store.Mediator.Send(new DescribeDatabase(Order.Relay));
    report.Say("opened relay");

    Caller[] callers =
    [
        .. Enumerable.Range(0, 4).Select(number => new VaultCaller($"v{number}", order.Seed, store.Mediator, report)),
        .. Enumerable.Range(0, 2).Select(number => new RelayCaller($"r{number}", order.Seed, store.Mediator, report)),
        new LocalCaller("l0", order.Seed, store.Mediator, report),
    ];
    await Task.WhenAll(callers.Select(caller => Task.Run(caller.RunAsync)));
}
catch (Exception wrong)
{
    report.Say("failed " + wrong.ToString().ReplaceLineEndings(" | "));
}

return 1;
