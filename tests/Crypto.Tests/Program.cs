using Aurix.Platform.Crypto;
using Aurix.Platform.Crypto.Tests;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests;

if (args is ["lock", var folder])
{
    return await LockingProcess.RunAsync(folder);
}

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

return 0;
