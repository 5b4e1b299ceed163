using System.Globalization;
using System.Security.Cryptography;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>An attach that was cut off and can go on.</summary>
/// <param name="Upload">The upload's number.</param>
/// <param name="Length">How many bytes of the file are stored.</param>
internal sealed record UnfinishedAttach(long Upload, long Length)
{
    /// <summary>Takes the upload of this number up, or the newest one that holds the beginning of the file; null when none does.</summary>
    /// <exception cref="UsageException"><c>UploadOfAnotherFile</c>: what is stored under this number is not the beginning of the file.</exception>
    public static async Task<UnfinishedAttach?> FindAsync(AurixHost host, string path, string? number, CancellationToken cancellationToken)
    {
        if (number is not null)
        {
            return long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var upload)
                ? await TryAsync(host, path, upload, cancellationToken)
                    ?? throw new UsageException("UploadOfAnotherFile", $"Upload {upload} does not hold the beginning of '{path}'.", "Give the file it was begun with, unchanged, or attach this one without --resume.")
                : throw new UsageException("BadUpload", $"'{number}' is no upload.", "Give the number that the interrupted 'aurix attach' printed, or none.");
        }

        foreach (var candidate in (await host.Mediator.Send(new ListUploads(DatabaseName.Vault), cancellationToken)).Where(upload => !upload.IsRunning && upload.BytesStored > 0).Reverse())
        {
            if (await TryAsync(host, path, candidate.Upload, cancellationToken) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static async Task<UnfinishedAttach?> TryAsync(AurixHost host, string path, long upload, CancellationToken cancellationToken)
    {
        var resumed = await host.Mediator.Send(new ResumeBlob(DatabaseName.Vault, upload), cancellationToken);
        await using var stream = InputFile.Open(path);
        return stream.Length >= resumed.Length && await DigestAsync(stream, resumed.Length, cancellationToken) == resumed.Digest
            ? new UnfinishedAttach(upload, resumed.Length)
            : null;
    }

    private static async Task<string> DigestAsync(FileStream stream, long length, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[81_920];
        for (int read; length > 0 && (read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellationToken)) > 0; length -= read)
        {
            md5.AppendData(buffer.AsSpan(0, read));
        }

        return "md5-" + Convert.ToBase64String(md5.GetCurrentHash());
    }
}
