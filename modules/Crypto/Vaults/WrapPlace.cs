using System.Buffers.Binary;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Vaults;

/// <summary>Which wrapped key of which vault: what its context says, so that none opens in another's place.</summary>
internal readonly record struct WrapPlace
{
    private readonly VaultId _vault;
    private readonly byte _profile;
    private readonly KeyMode _mode;

    private WrapPlace(VaultId vault, SealKind kind, byte profile, KeyMode mode = KeyMode.Password) => (_vault, Kind, _profile, _mode) = (vault, kind, profile, mode);

    public SealKind Kind { get; }

    public int ContextLength => Kind is SealKind.Ring ? 20 : 22;

    public int Minimum => Kind is SealKind.Ring ? Padding.DocumentMinimum : Padding.SlotMinimum;

    public static WrapPlace Ring(VaultId vault) => new(vault, SealKind.Ring, 0);

    /// <summary>The slot that the password opens, under the only profile there is.</summary>
    public static WrapPlace Password(VaultId vault, KeyMode mode) => new(vault, SealKind.PasswordSlot, VaultDocument.Profile, mode);

    /// <summary>The slot that the recovery code opens; no password and so no profile.</summary>
    public static WrapPlace Recovery(VaultId vault) => new(vault, SealKind.RecoverySlot, 0);

    /// <summary>A slot that an invitation opens. Its generation is the unix minute in which it ends.</summary>
    public static WrapPlace Invitation(VaultId vault) => new(vault, SealKind.InvitationSlot, 0);

    public void WriteContext(Span<byte> context, int generation)
    {
        BinaryPrimitives.WriteUInt128BigEndian(context, _vault.Value);
        if (Kind is not SealKind.Ring)
        {
            context[16] = _profile;
            context[17] = (byte)_mode;
        }

        BinaryPrimitives.WriteInt32LittleEndian(context[^4..], generation);
    }
}
