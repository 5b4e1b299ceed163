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
    private static readonly SetAsideJson Json = new(new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

    private readonly OwnFile _file = new(System.IO.Path.Combine(hostFolder, "strategies.json"));

    public string Path => _file.Path;

    /// <summary>Everything that is set aside, in the order it was caught. A file that says nothing readable counts as empty: what breaks its contract will do so again.</summary>
    public ImmutableArray<SetAsideStrategy> Read()
    {
        try
        {
            return Parse(_file.Read());
        }
        catch (Exception nothing) when (nothing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    public void Add(SetAsideStrategy entry) => Change(entries => entries.RemoveAll(other => other.Hash == entry.Hash).Add(entry));

    public void Remove(string hash) => Change(entries => entries.RemoveAll(entry => entry.Hash == hash));

    private void Change(Func<ImmutableArray<SetAsideStrategy>, ImmutableArray<SetAsideStrategy>> change) => _file.Change(bytes =>
    {
        var before = Parse(bytes);
        var after = change(before);
        return after.SequenceEqual(before) ? null : JsonSerializer.SerializeToUtf8Bytes([.. after], Json.SetAsideStrategyArray);
    });

    private static ImmutableArray<SetAsideStrategy> Parse(byte[]? bytes)
    {
        try
        {
            return bytes is not null && JsonSerializer.Deserialize(bytes, Json.SetAsideStrategyArray) is { } entries ? [.. entries.Where(entry => entry is { Hash: not null, Reason: not null, Strategy: not null })] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

[JsonSerializable(typeof(SetAsideStrategy[]))]
internal sealed partial class SetAsideJson : JsonSerializerContext;
