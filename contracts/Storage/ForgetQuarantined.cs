using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Drops what was set aside. If the server shows it again, it is set aside again, under a new number.</summary>
/// <returns>How many there were.</returns>
[RoutedTo(Roles.Storage)]
public sealed record ForgetQuarantined(ImmutableArray<long> Numbers) : IRequest<int>;
