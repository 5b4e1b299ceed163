using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Tests;

public sealed class FullDiskTests
{
    [Fact]
    public async Task A_disk_that_is_full_is_told_as_CouchDB_tells_it_and_not_as_a_fault()
    {
        await using var gateway = await GatewayFixture.StartAsync(storage: services => services.AddSingleton<IRequestHandler<GraftRevisions, ImmutableArray<GraftOutcome>>>(new FullDisk()));
        using var documents = new StringContent("""{"new_edits":false,"docs":[{"_id":"one","_rev":"1-00000000000000000000000000000001"}]}""", Encoding.UTF8, "application/json");

        using var response = await gateway.Http.PostAsync(new Uri("notes/_bulk_docs", UriKind.Relative), documents);

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
        Assert.Equal("insufficient_storage", (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!);
    }

    private sealed class FullDisk : IRequestHandler<GraftRevisions, ImmutableArray<GraftOutcome>>
    {
        public Task<ImmutableArray<GraftOutcome>> Handle(GraftRevisions request, CancellationToken cancellationToken) =>
            throw new StoreException("StoreFull", "The disk that holds notes.db is full.", "Free some space and try again.");
    }
}
