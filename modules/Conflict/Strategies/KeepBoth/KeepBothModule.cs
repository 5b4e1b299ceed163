using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Aurix.Platform.Strategies.KeepBoth;

[assembly: Module(typeof(KeepBothModule))]

namespace Aurix.Platform.Strategies.KeepBoth;

/// <summary>Brings <c>aurix.keep-both</c>.</summary>
public sealed class KeepBothModule : StrategyModule<KeepBothStrategy>;
