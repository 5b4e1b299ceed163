using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Computes where a log's chain stands after more entries: <c>H_n = B2b(32, K_log, H_(n−1) ‖ device ‖ LE64 n ‖ entry)</c>.</summary>
/// <param name="Device">Whose log.</param>
/// <param name="Count">How many entries it has before these.</param>
/// <param name="From">Where the chain stands before these.</param>
/// <param name="Entries">What comes next.</param>
[RoutedTo(Roles.Crypto)]
public sealed record ExtendLog(DeviceId Device, long Count, LogChain From, ImmutableArray<LogEntry> Entries) : IRequest<LogChain>;
