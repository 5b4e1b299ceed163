namespace Aurix.Platform.Laws;

/// <summary>A strategy broke a law. The message tells the conflict, what came out, and the seed that finds it again.</summary>
public sealed class LawBrokenException(string message, Exception? inner = null) : Exception(message, inner);
