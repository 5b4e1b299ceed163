using System.Collections.Immutable;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes a document as CouchDB shows one: its own members between those of the protocol.</summary>
internal sealed class DocumentWriter(BlobTransfer blobs)
{
    /// <summary>Writes into an answer that goes out meanwhile; attachments inside become base64.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="database">Where the attachments are.</param>
    /// <param name="revision">What to write.</param>
    /// <param name="shape">How much of it.</param>
    /// <param name="meta">Writes further members, such as <c>_conflicts</c>.</param>
    /// <param name="cancellationToken">The client left.</param>
    public async Task WriteAsync(
        JsonAnswer answer, DatabaseName database, StoredRevision revision, DocumentShape shape, Action<Utf8JsonWriter>? meta, CancellationToken cancellationToken)
    {
        var json = answer.Json;
        WriteStart(json, revision, shape);
        meta?.Invoke(json);
        if (!revision.Files.IsEmpty)
        {
            json.WriteStartObject("_attachments"u8);
            foreach (var file in revision.Files)
            {
                WriteFileStart(json, file);
                if (shape.Includes(revision, file))
                {
                    await WriteDataAsync(answer, database, file, cancellationToken);
                }
                else
                {
                    WriteStub(json, file);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the first part of a multipart document: the bytes of its attachments follow.</summary>
    public static void WriteFollowing(Utf8JsonWriter json, StoredRevision revision, DocumentShape shape)
    {
        WriteStart(json, revision, shape);
        if (!revision.Files.IsEmpty)
        {
            json.WriteStartObject("_attachments"u8);
            foreach (var file in revision.Files)
            {
                WriteFileStart(json, file);
                if (shape.Includes(revision, file))
                {
                    json.WriteNumber("length"u8, file.Length);
                    json.WriteBoolean("follows"u8, true);
                }
                else
                {
                    WriteStub(json, file);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    public static void WriteRevisions(Utf8JsonWriter json, string member, IEnumerable<Revision> revisions)
    {
        json.WriteStartArray(member);
        foreach (var revision in revisions)
        {
            json.WriteStringValue(revision.ToString());
        }

        json.WriteEndArray();
    }

    private static void WriteStart(Utf8JsonWriter json, StoredRevision revision, DocumentShape shape)
    {
        json.WriteStartObject();
        WriteMembers(json, revision);
        if (shape.Path)
        {
            json.WriteStartObject("_revisions"u8);
            json.WriteNumber("start"u8, revision.Path.Start);
            json.WriteStartArray("ids"u8);
            foreach (var hash in revision.Path.Hashes)
            {
                json.WriteStringValue(hash.ToString());
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    /// <summary>Writes the id, the revision and the body.</summary>
    public static void WriteMembers(Utf8JsonWriter json, StoredRevision revision)
    {
        json.WriteString("_id"u8, revision.Id.Value);
        json.WriteString("_rev"u8, revision.Revision.ToString());
        if (revision.IsTombstone)
        {
            json.WriteBoolean("_deleted"u8, true);
        }

        CopyMembers(json, revision.Body);
    }

    /// <summary>Copies the members of a stored object as they are, without building them up in between.</summary>
    public static void CopyMembers(Utf8JsonWriter json, BodyBytes? body)
    {
        if (body is null)
        {
            return;
        }

        var utf8 = body.Utf8.Span;
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = 1000 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            json.WritePropertyName(reader.GetString()!);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            json.WriteRawValue(utf8[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private static void WriteFileStart(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteStartObject(file.Name);
        json.WriteString("content_type"u8, file.ContentType);
        json.WriteNumber("revpos"u8, file.RevisionPosition);
        json.WriteString("digest"u8, file.Digest);
    }

    private static void WriteStub(Utf8JsonWriter json, StoredFile file)
    {
        json.WriteNumber("length"u8, file.Length);
        json.WriteBoolean("stub"u8, true);
    }

    private async Task WriteDataAsync(JsonAnswer answer, DatabaseName database, StoredFile file, CancellationToken cancellationToken)
    {
        var json = answer.Json;
        json.WritePropertyName("data"u8);
        await foreach (var piece in blobs.ReadAsync(database, file, 0, file.Length, cancellationToken))
        {
            json.WriteBase64StringSegment(piece.Span, isFinalSegment: false);
            await answer.BreatheAsync();
        }

        json.WriteBase64StringSegment([], isFinalSegment: true);
    }
}
