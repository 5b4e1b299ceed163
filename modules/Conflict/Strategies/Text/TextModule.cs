using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Aurix.Platform.Strategies.Text;

[assembly: Module(typeof(TextModule))]

namespace Aurix.Platform.Strategies.Text;

/// <summary>Brings <c>aurix.text</c>.</summary>
public sealed class TextModule : StrategyModule<TextStrategy>;
