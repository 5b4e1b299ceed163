namespace Aurix.Platform.Errors;

/// <summary>What was given cannot become a document: malformed JSON, too large, a bad id.</summary>
public sealed class InvalidDocumentException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
