using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>A login in progress: what opens a slot of the vault, and under which mode.</summary>
/// <param name="Kek">Opens the password slot; an invitation's own key when it is one.</param>
/// <param name="Mode">What the address says of the vault.</param>
internal sealed record OpenLogin(GuardedKey Kek, KeyMode Mode) : IDisposable
{
    /// <summary>Whether this opens an invitation's slot and no password slot.</summary>
    public bool IsInvitation { get; init; }

    public void Dispose() => Kek.Dispose();

    public override string ToString() => $"login, {Mode}";
}
