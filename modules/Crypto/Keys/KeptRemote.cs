namespace Aurix.Platform.Crypto.Keys;

/// <summary>What is kept of a remote beside main: its login, and how new the password slots were that it showed.</summary>
/// <remarks>Each server has a vault document of its own, whose slots count for themselves. Main's count is among the vault's pins, as it was before there were others.</remarks>
/// <param name="Slot">The newest password slot's generation, 0 before one was opened.</param>
/// <param name="Account">How this device logs in there; null before it did.</param>
internal sealed record KeptRemote(int Slot, KeptAccount? Account)
{
    public static KeptRemote None { get; } = new(0, Account: null);
}
