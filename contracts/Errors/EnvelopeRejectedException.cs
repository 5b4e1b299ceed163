namespace Aurix.Platform.Errors;

/// <summary>Something sealed did not open, or opened to something it should not be. It was set aside; local data is untouched.</summary>
public sealed class EnvelopeRejectedException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
