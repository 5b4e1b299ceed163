using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Aurix.Platform.Strategies.LastWriteWins;

[assembly: Module(typeof(LastWriteWinsModule))]

namespace Aurix.Platform.Strategies.LastWriteWins;

/// <summary>Brings <c>aurix.lww</c>.</summary>
public sealed class LastWriteWinsModule : StrategyModule<LastWriteWinsStrategy>;
