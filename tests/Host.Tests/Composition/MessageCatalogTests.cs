using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Tests.Composition;

public sealed class MessageCatalogTests
{
    private static readonly string[] KnownRoles = ["conflict", "crypto", "extension", "gateway", "host", "storage", "strategy", "sync"];

    [Fact]
    public void Every_request_of_the_contracts_has_a_role_and_every_role_has_requests() =>
        Assert.Equal(KnownRoles, MessageCatalog.Requests.Keys.Select(MessageCatalog.RoleOf).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void No_request_of_the_contracts_is_overlooked()
    {
        var requests = typeof(IModule).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.GetInterfaces().Any(contract => contract == typeof(IBaseRequest)));

        Assert.All(requests, type => Assert.Contains(type, MessageCatalog.RequestsOf(MessageCatalog.RoleOf(type))));
    }

    [Theory]
    [InlineData(typeof(PutDocument), Roles.Storage, typeof(PutOutcome))]
    [InlineData(typeof(MintManifest), Roles.Crypto, typeof(Documents.BlobAddress))]
    [InlineData(typeof(NormaliseDocuments), Roles.Conflict, typeof(NormalisationReport))]
    [InlineData(typeof(ResolveConflict), Roles.Strategy, typeof(MergeOutcome))]
    [InlineData(typeof(RunSyncRound), Roles.Sync, typeof(JobOutcome))]
    public void A_request_is_known_with_its_role_and_its_answer(Type request, string role, Type answer)
    {
        Assert.Equal(role, MessageCatalog.RoleOf(request));
        Assert.Contains(request, MessageCatalog.RequestsOf(role));
        Assert.Equal(answer, MessageCatalog.Requests[request]);
    }

    [Fact]
    public void Bells_are_notifications_and_no_requests()
    {
        Assert.Contains(MessageCatalog.Notifications, type => type == typeof(DocumentsChanged));
        Assert.Contains(MessageCatalog.Notifications, type => type == typeof(ConflictsFound));
        Assert.DoesNotContain(typeof(DocumentsChanged), MessageCatalog.Requests.Keys);
    }
}
