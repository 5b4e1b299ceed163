using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests;

// Started by NormalizationTests under another runtime configuration: says how the module's start ends there.
await using var harness = new ModuleHarness();
try
{
    await harness.AddAsync(new CryptoModule(), "crypto");
    Console.WriteLine("started");
}
catch (VaultException refused)
{
    Console.WriteLine(refused.Code);
}
