using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Strategies;

/// <summary>A strategy that broke its contract: this assembly of it does not serve on this device.</summary>
/// <param name="Strategy">The strategy's id.</param>
/// <param name="Version">The version it named.</param>
/// <param name="Hash">SHA-256 of its assembly, 64 hex digits.</param>
/// <param name="Reason">What it did. No content.</param>
/// <param name="When">When it was caught.</param>
internal sealed record SetAsideStrategy(string Strategy, int Version, string Hash, string Reason, DateTimeOffset When);

/// <summary>The file <c>host/strategies.json</c> in the data folder. Several processes may use it at a time.</summary>
internal sealed class SetAsideFile(string hostFolder)
{
    // A writer holds the lock for the time of one small file. More tries than these, and somebody holds it for good.
    private const int Tries = 100;

    private static readonly SetAsideJson Json = new(new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

    public string Path { get; } = System.IO.Path.Combine(hostFolder, "strategies.json");

    /// <summary>Everything that is set aside, in the order it was caught. A file that says nothing readable counts as empty: what breaks its contract will do so again.</summary>
    public ImmutableArray<SetAsideStrategy> Read()
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(Path), Json.SetAsideStrategyArray) is { } entries ? [.. entries.Where(entry => entry is { Hash: not null, Reason: not null, Strategy: not null })] : [];
        }
        catch (Exception nothing) when (nothing is IOException or UnauthorizedAccessException or JsonException)
        {
            return [];
        }
    }

    public void Add(SetAsideStrategy entry) => Change(entries => entries.RemoveAll(other => other.Hash == entry.Hash).Add(entry));

    public void Remove(string hash) => Change(entries => entries.RemoveAll(entry => entry.Hash == hash));

    private void Change(Func<ImmutableArray<SetAsideStrategy>, ImmutableArray<SetAsideStrategy>> change)
    {
        OwnerOnly.CreateFolder(hostFolder);
        using var one = Lock();
        var before = Read();
        var after = change(before);
        if (after.SequenceEqual(before))
        {
            return;
        }

        var draft = Path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes([.. after], Json.SetAsideStrategyArray));
        File.Move(draft, Path, overwrite: true);
    }

    private FileStream Lock()
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return new FileStream(Path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Yield();
            }
        }
    }
}

[JsonSerializable(typeof(SetAsideStrategy[]))]
internal sealed partial class SetAsideJson : JsonSerializerContext;
