using System.Text;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>Reads what a command is given as a file or on standard input.</summary>
internal static class InputFile
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="InvalidDocumentException"><c>DocumentTooLarge</c>.</exception>
    /// <exception cref="UsageException"><c>FileMissing</c>.</exception>
    public static async Task<byte[]> ReadAsync(string path, int limit, CancellationToken cancellationToken)
    {
        await using var stream = path == "-" ? Console.OpenStandardInput() : Open(path);
        using var buffer = new MemoryStream();
        var piece = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(piece, cancellationToken)) > 0;)
        {
            buffer.Write(piece, 0, read);
            if (buffer.Length > limit)
            {
                throw new InvalidDocumentException("DocumentTooLarge", $"'{path}' is larger than a document may be ({limit / 1024} KiB). Nothing was saved.", "Save a small document and attach the file to it: 'aurix attach ID FILE'.");
            }
        }

        return buffer.ToArray();
    }

    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException("FileMissing", $"There is no file '{path}'.", "Check the path.");
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new UsageException("FileDenied", $"'{path}' cannot be read: it is a folder, or belongs to somebody else.", "Check the path and its permissions.", denied);
        }
    }

    /// <exception cref="InvalidDocumentException"><c>NotText</c>.</exception>
    public static string Text(byte[] bytes, string path)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException binary)
        {
            throw new InvalidDocumentException("NotText", $"'{path}' is neither JSON nor UTF-8 text. Nothing was saved.", "Attach it to a document instead: 'aurix attach ID FILE'.", binary);
        }
    }
}
