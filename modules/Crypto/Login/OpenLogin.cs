using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Login;

/// <summary>A login in progress: what opens the vault's password slot, and under which mode.</summary>
internal sealed record OpenLogin(GuardedKey Kek, KeyMode Mode) : IDisposable
{
    public void Dispose() => Kek.Dispose();

    public override string ToString() => $"login, {Mode}";
}
