using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>T72: what a look into the process finds after it has locked. Best effort: the runtime and the system may keep copies that nobody can reach.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class MemoryTests
{
    // Made anew: what stands in this source stands in the child's memory too, as a part of this assembly.
    private static readonly string Passphrase = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 24);
    private static readonly string Password = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 24);

    [Fact]
    public async Task T72_After_locking_neither_keys_nor_passwords_are_in_the_memory_of_the_process()
    {
        var (device, _) = await Device.CreateAsync();
        await device.DisposeAsync();
        var current = JsonNode.Parse(await File.ReadAllTextAsync(device.KeyFile))!["current"]!;
        string[] keys = [(string)current["mk"]!, (string)current["stable"]!, (string)current["epochs"]![0]!["k"]!];
        using var child = Process.Start(new ProcessStartInfo("dotnet", [typeof(MemoryTests).Assembly.Location, "lock", device.DataDirectory]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await child.StandardInput.WriteLineAsync(Passphrase);
        await child.StandardInput.WriteLineAsync(Password);
        await child.StandardInput.FlushAsync();
        try
        {
            Assert.Equal("unlocked", await child.StandardOutput.ReadLineAsync());
            Assert.NotEmpty(Find(child.Id, keys[..1])); // the search finds what is there

            await child.StandardInput.WriteLineAsync();
            await child.StandardInput.FlushAsync();
            Assert.Equal("locked", await child.StandardOutput.ReadLineAsync());
            Assert.Empty(Find(child.Id, keys));
        }
        finally
        {
            child.Kill();
        }
    }

    /// <summary>What of the keys and the passwords lies in the process' memory, as bytes or as text.</summary>
    private static List<string> Find(int process, string[] keys)
    {
        List<(string Name, byte[] Bytes)> sought = [.. keys.SelectMany<string, (string, byte[])>((text, index) =>
            [($"key {index}", System.Buffers.Text.Base64Url.DecodeFromChars(text)), ($"key {index} as text", Encoding.ASCII.GetBytes(text)), ($"key {index} as a string", Encoding.Unicode.GetBytes(text))])];
        foreach (var text in keys.Length == 1 ? [] : new[] { Passphrase, Password })
        {
            sought.AddRange([(text, Encoding.UTF8.GetBytes(text)), (text + " as a string", Encoding.Unicode.GetBytes(text))]);
        }

        List<string> found = [];
        using var memory = File.OpenHandle($"/proc/{process}/mem");
        var piece = new byte[4 << 20];
        foreach (var line in File.ReadLines($"/proc/{process}/maps").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(line => line[1][0] == 'r'))
        {
            var bounds = line[0].Split('-');
            var (start, end) = (long.Parse(bounds[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture), long.Parse(bounds[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            for (var at = start; at < end; at += piece.Length - 256)
            {
                var length = Read(memory, piece.AsSpan(0, (int)Math.Min(piece.Length, end - at)), at);
                found.AddRange(sought.Where(secret => piece.AsSpan(0, length).IndexOf(secret.Bytes) >= 0).Select(secret => $"{secret.Name} in {line[^1]} at {at:x}"));
            }
        }

        return found;
    }

    // A page that is mapped and not there, or guarded, reads as an error.
    private static int Read(Microsoft.Win32.SafeHandles.SafeFileHandle memory, Span<byte> piece, long at)
    {
        try
        {
            return RandomAccess.Read(memory, piece, at);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
