using System.Globalization;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Sequences as they travel: <c>42-9f86d081884c7d65</c>, a place and the mark of the database it is a place in.</summary>
/// <remarks>A place in another database of the same name, one that was removed since, starts from the beginning: again is safe, skipped is lost.</remarks>
internal static class SequenceText
{
    public static string Write(Relay relay, LocalSequence sequence) => $"{sequence}-{relay.Mark}";

    /// <summary>Reads the <c>since</c> of a feed; <c>now</c> is the newest change.</summary>
    public static LocalSequence Read(Relay relay, string? text)
    {
        text = text?.Trim('"');
        switch (text)
        {
            case null or "" or "0" or "null":
                return LocalSequence.Start;
            case "now":
                return relay.Existing.UpdateSequence;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var number = dash < 0 ? text : text[..dash];
        if (!long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            throw CouchError.BadRequest("Malformed sequence supplied in 'since' parameter.");
        }

        return dash < 0 || text[(dash + 1)..] == relay.Mark ? new LocalSequence(value) : LocalSequence.Start;
    }
}
