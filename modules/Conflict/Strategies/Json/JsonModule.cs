using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Aurix.Platform.Strategies.Json;

[assembly: Module(typeof(JsonModule))]

namespace Aurix.Platform.Strategies.Json;

/// <summary>Brings <c>aurix.json</c>.</summary>
public sealed class JsonModule : StrategyModule<JsonStrategy>;
