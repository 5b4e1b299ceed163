using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Creates a database, answering false when one of that name exists. The vault exists from the start.</summary>
[RoutedTo(Roles.Storage)]
public sealed record CreateDatabase(DatabaseName Database, DatabaseKind Kind) : IRequest<bool>;
