namespace Aurix.Platform.Errors;

/// <summary>A key, a password or a vault is wrong or missing: <c>WrongPassword</c>, <c>VaultMissing</c>, <c>VaultMismatch</c>, <c>KeyringRollback</c>.</summary>
public sealed class VaultException(string code, string message, string nextStep, Exception? inner = null)
    : AurixException(code, message, nextStep, inner);
