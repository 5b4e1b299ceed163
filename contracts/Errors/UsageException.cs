namespace Aurix.Platform.Errors;

/// <summary>The command or the request makes no sense as it was given.</summary>
public sealed class UsageException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
