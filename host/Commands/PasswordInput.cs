using System.CommandLine;
using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>Takes a password by prompt, file or standard input; never as an argument or from the environment, where other programs can read it.</summary>
internal static class PasswordInput
{
    private const int MaxBytes = 1024; // Crypto's own limit

    public static Option<string?> Option(string name = "--password-file") =>
        new(name) { Description = "Read the password from the first line of this file; '-' for standard input. Default: ask for it.", HelpName = "FILE" };

    /// <exception cref="UsageException"><c>PasswordMissing</c>.</exception>
    public static Secret Read(string? file, string prompt)
    {
        if (file is not null)
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : InputFile.Open(file);
            return FirstLine(stream);
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException("PasswordMissing", "There is no terminal to ask for the password.", "Give it with --password-file FILE, or on standard input with --password-file -.");
        }

        return Ask(prompt);
    }

    private static Secret FirstLine(Stream stream)
    {
        Span<byte> buffer = stackalloc byte[MaxBytes + 2];
        try
        {
            var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var line = buffer[..read];
            var end = line.IndexOf((byte)'\n');
            line = (end < 0 ? line : line[..end]).TrimEnd((byte)'\r');
            return line.Length is > 0 and <= MaxBytes
                ? new Secret(line)
                : throw new UsageException("PasswordMissing", $"The first line holds no password of 1 to {MaxBytes} bytes.", "Put the password alone on the first line.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static Secret Ask(string prompt)
    {
        Span<char> typed = stackalloc char[MaxBytes];
        var length = 0;
        Console.Error.Write(prompt + ": ");
        try
        {
            for (ConsoleKeyInfo key; (key = Console.ReadKey(intercept: true)).Key != ConsoleKey.Enter;)
            {
                if (key.Key == ConsoleKey.Backspace)
                {
                    length = Math.Max(0, length - 1);
                }
                else if (key.KeyChar >= ' ' && length < typed.Length)
                {
                    typed[length++] = key.KeyChar;
                }
            }

            Console.Error.WriteLine();
            return Secret.FromCharacters(typed[..length]);
        }
        finally
        {
            typed.Clear();
        }
    }
}
