using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Copies this device's keys, as they lie here, into a file that its owner alone can read. Whoever has the copy has the keys.</summary>
/// <param name="Folder">An existing, empty folder.</param>
/// <returns>False when this device has no keys.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record BackUpKeys(string Folder) : IRequest<bool>;
