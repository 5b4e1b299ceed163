using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Sets how much of its past a branch of a relay's documents keeps (<c>_revs_limit</c>). A document is cut to it when it next changes.</summary>
/// <param name="Database">A relay: the vault's past goes by retention.</param>
/// <param name="Limit">Revisions a branch, its leaf included; at least 1.</param>
[RoutedTo(Roles.Storage)]
public sealed record SetRevisionsLimit(DatabaseName Database, int Limit) : IRequest<Unit>;
