using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Marked words go into every field, name and file; none may be in what leaves the device or in what the server keeps (I-6).</summary>
public sealed class CanaryTests
{
    private static readonly string[] Canaries =
    [
        "CanaryTitle7f31", "CanaryField7f31", "canary.type.7f31", "CanaryId7f31", "CanaryFile7f31", "CanarySound7f31", "CanaryMime7f31",
        "CanaryLater7f31", "CanaryDeleted7f31", Aurix.Password,
    ];

    [Fact]
    public async Task No_marked_word_is_in_the_traffic_or_in_the_servers_files()
    {
        await using var server = await RunningServer.StartAsync();
        await using var wire = new RecordingProxy(server.Listening.Port);
        using var a = await Aurix.WithVaultAsync();
        using var b = await Aurix.WithVaultAsync();
        var address = $"http://127.0.0.1:{wire.Port}/{RunningServer.Database}";
        var sound = Path.Combine(a.Folder, "CanaryFile7f31.flac");
        await File.WriteAllTextAsync(sound, string.Concat(Enumerable.Repeat("CanarySound7f31 ", 200_000)));
        await a.PutAsync("note:CanaryId7f31", """{"title":"CanaryTitle7f31","CanaryField7f31":"CanaryField7f31"}""", "canary.type.7f31");
        (await a.RunAsync("attach", "note:CanaryId7f31", sound, "--media-type", "audio/CanaryMime7f31")).Must();
        await a.PutAsync("note:gone", """{"text":"CanaryDeleted7f31"}""");
        (await a.RunAsync("delete", "note:gone")).Must();
        (await a.EnableAsync(address, first: true)).Must();
        (await a.RunAsync("sync", "now")).Must();
        (await b.EnableAsync(address, first: false)).Must();
        (await b.RunAsync("sync", "now")).Must();
        await a.PutAsync("note:CanaryId7f31", """{"title":"CanaryLater7f31 a"}""", "canary.type.7f31");
        await b.PutAsync("note:CanaryId7f31", """{"title":"CanaryLater7f31 b"}""", "canary.type.7f31");
        await TwoDevicesTests.SettleAsync(a, b);

        var files = Contents(server.DataFolder);
        byte[] device = [.. Contents(a.Data), .. Contents(b.Data)];

        Assert.True(wire.Recorded.Length > 3_000_000, "the recording did not go over the wire that was watched");
        Assert.All(Canaries, canary => Assert.False(Contains(wire.Recorded, canary), $"{canary} left the device"));
        Assert.All(Canaries, canary => Assert.False(Contains(files, canary), $"{canary} lies on the server"));

        // The control: the same search finds them where they are meant to be.
        Assert.All(Canaries.SkipLast(1), canary => Assert.True(Contains(device, canary), $"{canary} is on neither device"));
    }

    private static byte[] Contents(string folder)
    {
        using var all = new MemoryStream();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith(".sock", StringComparison.Ordinal)))
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.CopyTo(all);
        }

        return all.ToArray();
    }

    // In the clear, and in the two encodings that could hide it from a plain search.
    private static bool Contains(byte[] bytes, string canary)
    {
        var plain = Encoding.UTF8.GetBytes(canary);
        var base64 = Encoding.ASCII.GetBytes(Convert.ToBase64String(plain)[..^4]);
        var hex = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(plain));
        return new[] { plain, base64, hex }.Any(needle => bytes.AsSpan().IndexOf(needle) >= 0);
    }
}
