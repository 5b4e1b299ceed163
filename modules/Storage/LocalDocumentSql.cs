using Aurix.Platform.Documents;
using Aurix.Platform.Storage.Sqlite;

namespace Aurix.Platform.Storage;

/// <summary>Documents that never replicate.</summary>
internal static class LocalDocumentSql
{
    public static LocalDocument? Find(Session session, string id) => session.First(
        "SELECT version, body FROM local_docs WHERE id = $1",
        static row => new LocalDocument(row.GetInt64(0), new BodyBytes(row.GetFieldValue<byte[]>(1))),
        id);

    /// <summary>Writes or removes, if <see cref="PutLocalDocument.ExpectedVersion"/> is what is there.</summary>
    public static LocalDocumentOutcome Put_InTransaction(Session session, PutLocalDocument request)
    {
        var present = Find(session, request.Id)?.Version ?? 0;
        if (request.ExpectedVersion is not < 0 && (request.ExpectedVersion ?? 0) != present)
        {
            return new LocalDocumentOutcome(Saved: false, present);
        }

        if (request.Body is null)
        {
            session.Run("DELETE FROM local_docs WHERE id = $1", request.Id);
            return new LocalDocumentOutcome(Saved: true, Version: 0);
        }

        session.Run("INSERT OR REPLACE INTO local_docs (id, version, body) VALUES ($1, $2, $3)", request.Id, present + 1, request.Body.Utf8.ToArray());
        return new LocalDocumentOutcome(Saved: true, present + 1);
    }
}
