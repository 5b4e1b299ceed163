using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway.Accounts;
using Aurix.Platform.Gateway.Http;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Aurix.Platform.Gateway.CouchDb;

/// <summary><c>/{db}/_security</c>: who may do what. Members may read it, only its administrators may change it.</summary>
internal sealed class SecurityEndpoint(DatabaseAccess access) : IEndpoint
{
    private const long MaxBody = 1 << 20;

    public string Path => "/{db}/_security";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT");
        var database = exchange.Relay.Existing.Database;
        if (exchange.IsRead)
        {
            var raw = await access.ReadRawAsync(database, exchange.Aborted) ?? DatabaseSecurity.AdministratorsOnly.Write();
            await JsonAnswer.ObjectAsync(exchange, 200, json => DocumentWriter.CopyMembers(json, raw));
            return;
        }

        if (!exchange.Relay.MayAdminister)
        {
            throw CouchError.Forbidden("You are not a db or server admin.");
        }

        using var body = await RequestBody.ReadObjectAsync(exchange, MaxBody, needsType: false);
        if (DatabaseSecurity.Read(body.RootElement) is null)
        {
            throw CouchError.BadRequest("_security holds admins and members, each with lists of names and roles");
        }

        // As it was sent: members of the object that mean nothing here are somebody else's and stay.
        await access.WriteRawAsync(database, new BodyBytes(JsonMarshal.GetRawUtf8Value(body.RootElement).ToArray()), exchange.Aborted);
        await JsonAnswer.ObjectAsync(exchange, 200, json => json.WriteBoolean("ok"u8, true));
    }
}

/// <summary><c>POST /{db}/_ensure_full_commit</c>: every write is durable when it is answered, so this only tells which database it is.</summary>
internal sealed class FullCommitEndpoint : IEndpoint
{
    public string Path => "/{db}/_ensure_full_commit";

    public Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        var created = exchange.Relay.Existing.CreatedMilliseconds.ToString(CultureInfo.InvariantCulture);
        return JsonAnswer.ObjectAsync(exchange, StatusCodes.Status201Created, json =>
        {
            json.WriteBoolean("ok"u8, true);
            json.WriteString("instance_start_time"u8, created);
        });
    }
}

/// <summary><c>POST /{db}/_compact</c>: drops superseded bodies now. CouchDB answers before it is done and we after; the daemon's care does it by itself as well.</summary>
internal sealed class CompactEndpoint(IMediator mediator) : IEndpoint
{
    public string Path => "/{db}/_compact";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("POST");
        var database = exchange.Relay.Existing.Database;
        if (!exchange.Relay.MayAdminister)
        {
            throw CouchError.Forbidden("You are not a db or server admin.");
        }

        await mediator.Send(new CompactDatabase(database), exchange.Aborted);
        await JsonAnswer.ObjectAsync(exchange, StatusCodes.Status202Accepted, json => json.WriteBoolean("ok"u8, true));
    }
}

/// <summary><c>/{db}/_revs_limit</c>: how much of its past a branch keeps. A bare number, as CouchDB has it.</summary>
internal sealed class RevisionsLimitEndpoint(IMediator mediator) : IEndpoint
{
    private const long MaxBody = 1 << 10;

    public string Path => "/{db}/_revs_limit";

    public async Task HandleAsync(Exchange exchange)
    {
        exchange.Allow("GET", "HEAD", "PUT");
        var database = exchange.Relay.Existing;
        if (exchange.IsRead)
        {
            await using var answer = new JsonAnswer(exchange);
            answer.Json.WriteNumberValue(database.RevisionsLimit);
            await answer.EndAsync();
            return;
        }

        if (!exchange.Relay.MayAdminister)
        {
            throw CouchError.Forbidden("You are not a db or server admin.");
        }

        using var body = RequestBody.Parse(await RequestBody.ReadAsync(exchange, MaxBody));
        if (body.RootElement.ValueKind is not JsonValueKind.Number || !body.RootElement.TryGetInt32(out var limit) || limit < 1)
        {
            throw CouchError.BadRequest("_revs_limit is a whole number from 1 on");
        }

        await mediator.Send(new SetRevisionsLimit(database.Database, limit), exchange.Aborted);
        await JsonAnswer.ObjectAsync(exchange, 200, json => json.WriteBoolean("ok"u8, true));
    }
}
