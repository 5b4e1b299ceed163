using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>What a store wants done now and then, for every database: <see cref="CompactDatabase"/>, collecting files that nothing names, tidying indexes and journals.</summary>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record CareForStore : IRequest<JobOutcome>;
