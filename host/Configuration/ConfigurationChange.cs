using System.Collections.Immutable;

namespace Aurix.Platform.Host.Configuration;

/// <summary>What became of a new configuration while the host ran.</summary>
/// <param name="Applied">What holds from now on, one line each.</param>
/// <param name="Later">What holds from the next start on, by key.</param>
/// <param name="Failed">What was right and still could not be applied now, one line each.</param>
internal sealed record ConfigurationChange(ImmutableArray<string> Applied, ImmutableArray<string> Later, ImmutableArray<string> Failed);
