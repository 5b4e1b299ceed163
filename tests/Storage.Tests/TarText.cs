using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Aurix.Platform.Tests;

/// <summary>Takes archives apart and puts them together, with somebody else's tar.</summary>
internal static class TarText
{
    public static string[] Entries(string path) => [.. Read(path).Select(entry => entry.Name)];

    public static List<(string Name, byte[] Bytes)> Read(string path)
    {
        var entries = new List<(string, byte[])>();
        using var file = File.OpenRead(path);
        using var tar = new TarReader(file);
        while (tar.GetNextEntry() is { } entry)
        {
            using var bytes = new MemoryStream();
            entry.DataStream?.CopyTo(bytes);
            entries.Add((entry.Name, bytes.ToArray()));
        }

        return entries;
    }

    /// <summary>Writes entries as they are; whoever changes one of ours and is no fool makes the sums fit again with <see cref="Summed"/>.</summary>
    public static void Write(string path, IEnumerable<(string Name, byte[] Bytes)> entries) =>
        Write(path, entries.Select(entry => new PaxTarEntry(TarEntryType.RegularFile, entry.Name) { DataStream = new MemoryStream(entry.Bytes) }));

    public static void Write(string path, IEnumerable<TarEntry> entries)
    {
        using var file = File.Create(path);
        using var tar = new TarWriter(file);
        foreach (var entry in entries)
        {
            tar.WriteEntry(entry);
        }
    }

    public static List<(string Name, byte[] Bytes)> Summed(IEnumerable<(string Name, byte[] Bytes)> entries)
    {
        var content = entries.Where(entry => entry.Name != "SHA256SUMS").ToList();
        var sums = string.Concat(content.Select(entry => $"{Convert.ToHexStringLower(SHA256.HashData(entry.Bytes))}  {entry.Name}\n"));
        return [.. content, ("SHA256SUMS", Encoding.UTF8.GetBytes(sums))];
    }

    public static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
