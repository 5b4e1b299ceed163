using System.CommandLine;
using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>Takes a password by prompt, file or standard input; never as an argument or from the environment, where other programs can read it.</summary>
internal static class PasswordInput
{
    private const int MaxBytes = 1024; // Crypto's own limit

    public static Option<string?> Option(string name = "--password-file", string what = "password") =>
        new(name) { Description = $"Read the {what} from the first line of this file; '-' for the next line of standard input. Default: ask for it.", HelpName = "FILE" };

    /// <exception cref="UsageException"><c>PasswordMissing</c>.</exception>
    public static Secret Read(string? file, string prompt, int most = MaxBytes)
    {
        if (file is not null)
        {
            using Stream stream = file == "-" ? Console.OpenStandardInput() : InputFile.Open(file);
            return FirstLine(stream, most);
        }

        if (Console.IsInputRedirected)
        {
            throw new UsageException("PasswordMissing", $"There is no terminal to ask for: {prompt}.", "Give it with the option that ends in -file (--password-file FILE), or on standard input with '-' in place of FILE.");
        }

        return Ask(prompt, most);
    }

    private static Secret FirstLine(Stream stream, int most)
    {
        Span<byte> buffer = stackalloc byte[most + 2];
        try
        {
            // A byte at a time: what follows on standard input may be the next secret.
            var read = 0;
            while (read < buffer.Length && stream.Read(buffer.Slice(read, 1)) == 1 && buffer[read] != (byte)'\n')
            {
                read++;
            }

            var line = buffer[..read].TrimEnd((byte)'\r');
            return line.Length > 0 && line.Length <= most
                ? new Secret(line)
                : throw new UsageException("PasswordMissing", $"The first line holds no password of 1 to {most} bytes.", "Put the password alone on the first line.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static Secret Ask(string prompt, int most)
    {
        Span<char> typed = stackalloc char[most];
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
