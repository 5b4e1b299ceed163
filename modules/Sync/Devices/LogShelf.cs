using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Sync.Devices;

/// <summary>Every log that this device knows, its own among them, in full: so that a server that lost one gets it again.</summary>
/// <remarks>A shelf may hold more of a log than the state counts: entries that were noted and not published, or learnt and not pinned.</remarks>
internal sealed class LogShelf(IMediator mediator)
{
    /// <summary>Pieces that are taken to or from a server, or moved, at once. More hold more in memory, fewer cost round trips.</summary>
    public const int Together = 32;

    /// <summary>A piece of a log; empty when there is none.</summary>
    public async Task<ImmutableArray<LogEntry>> ReadAsync(string device, int segment, CancellationToken cancellationToken)
    {
        var document = await mediator.Send(new GetLocalDocument(DatabaseName.Vault, Name(device, segment)), cancellationToken);
        return document is null ? [] : Decode((string)JsonNode.Parse(document.Body.Utf8.Span)!["e"]!);
    }

    /// <summary>A log from one entry up to another, as far as it is there, a piece at a time: a log may be longer than memory is large.</summary>
    public async IAsyncEnumerable<ImmutableArray<LogEntry>> ReadPiecesAsync(string device, long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var segment = (int)(from / SealLogSegment.Length); ; segment++)
        {
            var start = (long)segment * SealLogSegment.Length;
            var piece = await ReadAsync(device, segment, cancellationToken);
            var first = (int)Math.Max(0, from - start);
            var end = (int)Math.Min(piece.Length, to - start);
            if (first < end)
            {
                yield return piece[first..end];
            }

            if (end < SealLogSegment.Length)
            {
                yield break;
            }
        }
    }

    /// <summary>A log from one entry on, as far as it is there: for what was not published yet, which is short.</summary>
    public async Task<ImmutableArray<LogEntry>> ReadFromAsync(string device, long first, CancellationToken cancellationToken)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>();
        await foreach (var piece in ReadPiecesAsync(device, first, long.MaxValue, cancellationToken))
        {
            entries.AddRange(piece);
        }

        return entries.ToImmutable();
    }

    /// <summary>Writes entries from one place on. What lay beyond it is gone.</summary>
    public async Task WriteFromAsync(string device, long first, ImmutableArray<LogEntry> entries, CancellationToken cancellationToken)
    {
        var segment = (int)(first / SealLogSegment.Length);
        var start = (long)segment * SealLogSegment.Length;
        var kept = await ReadAsync(device, segment, cancellationToken);
        ImmutableArray<LogEntry> all = [.. kept.Take((int)(first - start)), .. entries];
        var written = 0;
        do
        {
            var piece = all.Skip(written).Take(SealLogSegment.Length).ToImmutableArray();
            await WriteAsync(device, segment, piece, cancellationToken);
            written += piece.Length;
            segment++;
        }
        while (written < all.Length);

        // A log that became shorter: what follows must not look as if it belonged to it.
        while (!(await ReadAsync(device, segment, cancellationToken)).IsEmpty)
        {
            await WriteAsync(device, segment, [], cancellationToken);
            segment++;
        }
    }

    public static string Encode(LogEntry entry)
    {
        var bytes = new byte[LogEntry.Size];
        entry.Write(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static ImmutableArray<LogEntry> Decode(string text)
    {
        var bytes = Base64Url.DecodeFromChars(text);
        return [.. Enumerable.Range(0, bytes.Length / LogEntry.Size).Select(index => LogEntry.Read(bytes.AsSpan(index * LogEntry.Size, LogEntry.Size))!)];
    }

    private Task WriteAsync(string device, int segment, ImmutableArray<LogEntry> entries, CancellationToken cancellationToken)
    {
        var bytes = new byte[LogEntry.Size * entries.Length];
        for (var index = 0; index < entries.Length; index++)
        {
            entries[index].Write(bytes.AsSpan(LogEntry.Size * index));
        }

        var body = new JsonObject { ["e"] = Base64Url.EncodeToString(bytes) }.ToJsonString();
        return mediator.Send(new PutLocalDocument(DatabaseName.Vault, Name(device, segment), new BodyBytes(System.Text.Encoding.UTF8.GetBytes(body)), ExpectedVersion: -1), cancellationToken);
    }

    private static string Name(string device, int segment) => $"aurix-log-{device}-{segment}";
}
