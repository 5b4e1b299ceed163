using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary>Writes documents that never replicate, whether they come by themselves or in a batch.</summary>
internal sealed class LocalDocumentWrites(IMediator mediator)
{
    public const string IdPrefix = "_local/";

    /// <summary>Refuses an id that no local document may have.</summary>
    public static void Check(string id)
    {
        if (id == DatabaseAccess.SecurityId)
        {
            // Where the server keeps who may do what: a member who could write it would be an administrator.
            throw CouchError.Forbidden("The local document _security is the server's own.");
        }

        if (id.Length is 0 or > 512)
        {
            throw CouchError.IllegalId(id.Length == 0 ? "Document id must not be empty" : "Document id is too long");
        }
    }

    /// <summary>Writes or, without a body, removes; answers the version, 0 when it is gone.</summary>
    /// <exception cref="CouchError">409 when somebody was faster, 404 when there is nothing to remove.</exception>
    public async Task<long> SaveAsync(DatabaseName database, string id, BodyBytes? body, long? version, CancellationToken cancellationToken)
    {
        if (body is null)
        {
            if (await mediator.Send(new GetLocalDocument(database, id), cancellationToken) is null)
            {
                throw CouchError.Missing();
            }

            _ = version ?? throw CouchError.Conflict();
        }

        var outcome = await mediator.Send(new PutLocalDocument(database, id, body, version), CancellationToken.None);
        return !outcome.Saved ? throw CouchError.Conflict() : body is null ? 0 : outcome.Version;
    }
}
