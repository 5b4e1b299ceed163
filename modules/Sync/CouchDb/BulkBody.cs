using System.Buffers;
using System.Text.Json;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>What <c>_bulk_docs</c> is asked: revisions made elsewhere, with their ancestry. Written once, as bytes, since a retry sends the very same.</summary>
internal static class BulkBody
{
    public static byte[] Write(IReadOnlyList<SealedRevision> revisions)
    {
        var buffer = new ArrayBufferWriter<byte>(revisions.Sum(revision => revision.Envelope.Length + 256));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteBoolean("new_edits", false);
            json.WriteStartArray("docs");
            foreach (var revision in revisions)
            {
                Write(json, revision);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, SealedRevision revision)
    {
        json.WriteStartObject();
        json.WriteString("_id", revision.Id);
        json.WriteString("_rev", revision.Path.Tip.ToString());
        json.WriteStartObject("_revisions");
        json.WriteNumber("start", revision.Path.Start);
        json.WriteStartArray("ids");
        foreach (var hash in revision.Path.Hashes)
        {
            json.WriteStringValue(hash.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("e", revision.Envelope);
        if (revision.IsTombstone)
        {
            json.WriteBoolean("_deleted", true);
        }

        json.WriteEndObject();
    }
}
