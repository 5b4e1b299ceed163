using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Asks which vault documents go by these ids on a server. Ids that belong to none are left out of the answer.</summary>
[RoutedTo(Roles.Storage)]
public sealed record NameRemoteDocuments(ImmutableArray<string> RemoteIds) : IRequest<ImmutableDictionary<string, DocumentId>>;
