using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests.Faults;

/// <summary>What the owners of devices write, delete and attach by a seed, and what they were told is kept.</summary>
internal sealed class Deeds(int seed)
{
    private readonly Random _chance = new(~seed); // whoever has devices act takes other numbers
    private readonly HashSet<string> _words = []; // acknowledged, and in nothing that was deleted since
    private readonly List<(BlobReference Blob, byte[] Bytes)> _files = [];
    private int _written;

    /// <summary>Adds a word to what some document shows. Whoever sees that it shows something else by now writes onto that.</summary>
    public async Task WriteAsync(Device device)
    {
        var (id, word) = (new DocumentId($"note {_chance.Next(5)}"), $"word-{seed}-{++_written}-");
        var padding = new string((char)('a' + _chance.Next(26)), _chance.Next(8) == 0 ? 200_000 : 200);
        PutOutcome outcome;
        do
        {
            var found = await device.Mediator.Send(new GetDocument(id)) as GetOutcome.Found;
            var text = $$"""{"padding":"{{padding}}","words":"{{string.Join(' ', [.. Words(found), word])}}"}""";
            outcome = await device.Mediator.Send(new PutDocument(id, CanonicalJson.Parse(text), found?.Revision));
        }
        while (outcome is PutOutcome.Stale);

        Assert.IsType<PutOutcome.Saved>(outcome);
        _words.Add(word);
    }

    /// <summary>Deletes some document, if there is one. Whoever deletes means what they see.</summary>
    public async Task DeleteAsync(Device device)
    {
        var id = new DocumentId($"note {_chance.Next(5)}");
        if (await device.Mediator.Send(new GetDocument(id)) is GetOutcome.Found { Body.Deleted: false } found
            && await device.Mediator.Send(new DeleteDocument(id, found.Revision)) is PutOutcome.Saved)
        {
            _words.ExceptWith(Words(found));
        }
    }

    /// <summary>Attaches a file of one or three chunks to a new document.</summary>
    public async Task AttachAsync(Device device)
    {
        var bytes = new byte[_chance.Next(3) == 0 ? 2_500_000 : 5_000];
        _chance.NextBytes(bytes);
        _files.Add((await device.AttachAsync($"file {++_written}", bytes), bytes));
    }

    /// <summary>Whether the device has all of every file.</summary>
    public async Task<bool> HasFilesAsync(Device device)
    {
        foreach (var (blob, _) in _files)
        {
            if (await device.FileAsync(blob) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Nothing that was acknowledged is lacking here, nothing is set aside, and nobody was alarmed.</summary>
    public async Task AssertKeptAsync(Device device)
    {
        Assert.Empty(await device.AlarmsAsync());
        Assert.Empty(await device.QuarantineAsync());
        var leaves = string.Join('\n', (await device.EverythingAsync()).Split('\n').Where(line => line.Contains(" leaf True ", StringComparison.Ordinal)));
        Assert.All(_words, word => Assert.Contains(word, leaves, StringComparison.Ordinal));
        foreach (var (blob, bytes) in _files)
        {
            Assert.Equal(bytes, await device.FileAsync(blob));
        }
    }

    private static string[] Words(GetOutcome.Found? found)
    {
        if (found is null or { Body.Deleted: true })
        {
            return [];
        }

        var text = Encoding.UTF8.GetString(found.Body.Content.Utf8.Span);
        return text[(text.IndexOf("\"words\":\"", StringComparison.Ordinal) + 9)..^2].Split(' ');
    }
}
