using System.Collections.Immutable;
using System.Security.Cryptography;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Started by <see cref="MemoryTests"/>: uses keys and passwords as a device does, locks, and waits to be looked into.</summary>
internal static class LockingProcess
{
    public static async Task<int> RunAsync(string folder)
    {
        await using var harness = await new ModuleHarness(folder).AddAsync(new CryptoModule(), "crypto", new Dictionary<string, string> { ["runtimeFolder"] = "" });
        using var input = Console.OpenStandardInput();
        using (var passphrase = ReadLine(input))
        {
            await harness.Mediator.Send(new ProtectVault(passphrase));
            await harness.Mediator.Send(new LockVault());
            await harness.Mediator.Send(new UnlockVault(passphrase, Share: false));
        }

        using (var password = ReadLine(input))
        {
            var login = await harness.Mediator.Send(new BeginLogin("alex", "aurix-k3f9q2mz", password));
            using var serverPassword = login.ServerPassword;
            var wrapped = await harness.Mediator.Send(new WrapVault(login.Number));
            wrapped.RecoveryCode.Dispose();
        }

        ImmutableArray<RevisionDraft> drafts = [.. Enumerable.Range(0, 50).Select(number => Drafts.Edit($"note:{number}"))];
        var made = await harness.Mediator.Send(new SealDocuments(drafts));
        await harness.Mediator.Send(new OpenDocuments([.. made.Select(one => Drafts.Received(one))]));
        Console.WriteLine("unlocked");
        ReadLine(input).Dispose();
        await harness.Mediator.Send(new LockVault());
        Console.WriteLine("locked");
        ReadLine(input).Dispose();
        return 0;
    }

    private static Secret ReadLine(Stream stream)
    {
        Span<byte> line = stackalloc byte[256];
        var length = 0;
        while (stream.Read(line.Slice(length, 1)) == 1 && line[length] != (byte)'\n')
        {
            length++;
        }

        var secret = new Secret(line[..length]);
        CryptographicOperations.ZeroMemory(line);
        return secret;
    }
}
