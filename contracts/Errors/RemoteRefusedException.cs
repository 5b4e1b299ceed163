namespace Aurix.Platform.Errors;

/// <summary>The server answered, and the answer is no: wrong login, no permission, no such database, not a CouchDB. Trying again would not help.</summary>
public sealed class RemoteRefusedException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
