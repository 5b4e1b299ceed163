namespace Aurix.Platform.Errors;

/// <summary>A module is missing, doubled, broken or of another version, or failed while it worked.</summary>
public sealed class ModuleException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
