using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Removes a relay database and its files, answering false when there is none. The vault cannot be removed this way.</summary>
[RoutedTo(Roles.Storage)]
public sealed record DeleteDatabase(DatabaseName Database) : IRequest<bool>;
