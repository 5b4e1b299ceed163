using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>How many documents are left out by choice, for a person and for a program.</summary>
internal static class LeftOutText
{
    public static string Text(ImmutableArray<LeftOutDocuments> types) => string.Join(", ", types.Select(type => string.Create(CultureInfo.InvariantCulture, $"{type.Documents} {type.Type}")));

    public static JsonObject Json(ImmutableArray<LeftOutDocuments> types) => new(types.Select(type => KeyValuePair.Create<string, JsonNode?>(type.Type, type.Documents)));
}
