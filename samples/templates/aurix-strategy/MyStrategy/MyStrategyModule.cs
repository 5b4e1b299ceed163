using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using MyStrategy;

[assembly: Module(typeof(MyStrategyModule))]

namespace MyStrategy;

/// <summary>The plugin's front door.</summary>
public sealed class MyStrategyModule : StrategyModule<MyStrategyMerge>;
