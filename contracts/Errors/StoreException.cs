namespace Aurix.Platform.Errors;

/// <summary>The local store is missing, locked, full, read-only, damaged or of another version. Nothing acknowledged was lost.</summary>
public sealed class StoreException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
