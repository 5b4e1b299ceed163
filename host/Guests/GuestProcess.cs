using System.Diagnostics;
using System.Text;

namespace Aurix.Platform.Host.Guests;

/// <summary>Runs a guest in a process of its own: calls come in on its standard output, answers go to its standard input, one line each.</summary>
/// <remarks>
/// It gets an empty environment but for <c>PATH</c>, an empty folder to work in, and no open file of ours. That keeps it from our memory, not from our
/// files or the network: it runs as the same user. Whoever wants that too starts it through the system's sandbox (bwrap, systemd-run).
/// </remarks>
internal sealed class GuestProcess(GuestDesk desk)
{
    // The largest document in JSON, with escapes. A guest that writes more in one line is stopped.
    private const int LongestLine = 32 << 20;

    /// <summary>Until the guest ends or is told to. Answers its exit code; -1 when it was stopped for writing too long a line.</summary>
    public async Task<int> RunAsync(string program, IEnumerable<string> arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "";
        using var guest = Process.Start(start)!;
        try
        {
            while (await ReadLineAsync(guest.StandardOutput, cancellationToken) is { } line)
            {
                if (line.Length > LongestLine)
                {
                    return -1;
                }

                await guest.StandardInput.WriteLineAsync((await desk.AnswerAsync(line, cancellationToken)).AsMemory(), cancellationToken);
                await guest.StandardInput.FlushAsync(cancellationToken);
            }

            await guest.WaitForExitAsync(cancellationToken);
            return guest.ExitCode;
        }
        catch (IOException)
        {
            await guest.WaitForExitAsync(cancellationToken); // it closed its input while we answered
            return guest.ExitCode;
        }
        finally
        {
            if (!guest.HasExited)
            {
                guest.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The next line, one character more than allowed at most; null at the end.</summary>
    private static async Task<string?> ReadLineAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new char[1];
        while (line.Length <= LongestLine)
        {
            if (await reader.ReadAsync(one, cancellationToken) == 0)
            {
                return line.Length == 0 ? null : line.ToString();
            }

            if (one[0] == '\n')
            {
                break;
            }

            line.Append(one[0]);
        }

        return line.ToString();
    }
}
