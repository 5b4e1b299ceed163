namespace Aurix.Platform.Crypto.Devices;

/// <summary>A head or a segment that opened, before anybody looked at what it says.</summary>
/// <param name="Name">The bid it was stored under.</param>
/// <param name="Epoch">The epoch that it was sealed under.</param>
/// <param name="Counter">As it is bound into the seal.</param>
/// <param name="Seal">V in hex.</param>
/// <param name="Data">The plaintext.</param>
internal sealed record OpenedDocument(byte[] Name, int Epoch, long Counter, string Seal, byte[] Data);
