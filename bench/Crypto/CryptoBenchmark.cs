using System.Globalization;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>SEAL and OPEN beside what the same libsodium calls cost bare, and beside AES-256-GCM; one core and two. Then what unlocking costs.</summary>
internal static class CryptoBenchmark
{
    private const int Small = 1024;
    private const int Documents = 40_000;
    private const int Chunks = 60;

    /// <param name="numbers">Documents of the vault whose password is changed; 100,000 when not given.</param>
    public static Task RunAsync(string[] numbers)
    {
        using var keys = new SealKeys();
        foreach (var cores in (int[])[1, 2])
        {
            Throughput.Run($"SEAL of 1 KiB, {cores} core(s)", cores, Small, Documents,
                ("SEAL", () => new SealWork(keys, Small).Seal),
                ("a whole document: id, key, SEAL, base64url", () => new DocumentWork(keys, Small).Seal),
                ("raw: BLAKE2b + XChaCha20-Poly1305", () => new RawWork(Small).Seal),
                ("AES-256-GCM, a key object per document", () => new AesWork(Small, keyPerCall: true).Seal));
            Throughput.Run($"OPEN of 1 KiB, {cores} core(s)", cores, Small, Documents,
                ("OPEN", () => new SealWork(keys, Small).Open),
                ("a whole document: base64url, checks, OPEN, parse", () => new DocumentWork(keys, Small).Open),
                ("raw: XChaCha20-Poly1305 + BLAKE2b", () => new RawWork(Small).Open),
                ("AES-256-GCM, a key object per document", () => new AesWork(Small, keyPerCall: true).Open));
            Throughput.Run($"SEAL of a 1 MiB chunk, {cores} core(s)", cores, ChunkWork.Size, Chunks,
                ("a chunk: key, copy, pad, SEAL, wipe", () => new ChunkWork(keys).Seal),
                ("raw: BLAKE2b + XChaCha20-Poly1305", () => new RawWork(ChunkWork.Size).Seal),
                ("AES-256-GCM", () => new AesWork(ChunkWork.Size, keyPerCall: false).Seal));
            Throughput.Run($"OPEN of a 1 MiB chunk, {cores} core(s)", cores, ChunkWork.Size, Chunks,
                ("a chunk: key, OPEN, unpad, copy, wipe", () => new ChunkWork(keys).Open),
                ("raw: XChaCha20-Poly1305 + BLAKE2b", () => new RawWork(ChunkWork.Size).Open),
                ("AES-256-GCM", () => new AesWork(ChunkWork.Size, keyPerCall: false).Open));
        }

        return FinishAsync(numbers);
    }

    private static async Task FinishAsync(string[] numbers)
    {
        await UnlockBenchmark.RunAsync();
        await PasswordChangeBenchmark.RunAsync(numbers is [var documents, ..] ? int.Parse(documents, CultureInfo.InvariantCulture) : 100_000);
    }
}
