using System.CommandLine;
using Aurix.Platform.Crypto;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>The options that say how to get to a server.</summary>
internal sealed class ConnectionInput
{
    private const int LongestToken = 4096; // Crypto's own limit

    private readonly Option<string?> _authorities = new("--ca-file") { Description = "Trust the authorities in this PEM file as well as the system's.", HelpName = "FILE" };
    private readonly Option<string[]> _pins = new("--pin") { Description = "Insist that the server's certificate has this public key: sha256/ and the hash of its SubjectPublicKeyInfo in base64. May be given several times; one has to fit.", HelpName = "PIN", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _proxy = new("--proxy") { Description = "Go through this HTTP proxy, such as http://proxy.example:3128.", HelpName = "URL" };
    private readonly Option<ServerAuth> _auth = new("--auth") { Description = "How requests show who asks: cookie (a session), basic (name and password each time), or bearer (a token each time).", DefaultValueFactory = _ => ServerAuth.Cookie, HelpName = "WAY" };
    private readonly Option<string?> _token = TokenOption();

    public static Option<string?> TokenOption() => PasswordInput.Option("--token-file", "token for --auth bearer");

    public void AddTo(Command command, bool withAuth)
    {
        command.Options.Add(_authorities);
        command.Options.Add(_pins);
        command.Options.Add(_proxy);
        if (withAuth)
        {
            command.Options.Add(_auth);
            command.Options.Add(_token);
        }
    }

    /// <exception cref="Errors.UsageException"><c>FileMissing</c>, <c>FileDenied</c>: of the authorities.</exception>
    public async Task<ServerConnection> ReadAsync(ParseResult parsed, bool withAuth, CancellationToken cancellationToken) => new()
    {
        Auth = withAuth ? parsed.GetValue(_auth) : ServerAuth.Cookie,
        Authorities = parsed.GetValue(_authorities) is { } file ? await ReadTextAsync(file, cancellationToken) : null,
        Pins = [.. parsed.GetValue(_pins)!],
        Proxy = parsed.GetValue(_proxy),
    };

    /// <summary>The token; null without --auth bearer.</summary>
    public Secret? ReadToken(ParseResult parsed) => parsed.GetValue(_auth) == ServerAuth.Bearer ? ReadToken(parsed.GetValue(_token)) : null;

    public static Secret ReadToken(string? file) => PasswordInput.Read(file, "Token", LongestToken);

    private static async Task<string> ReadTextAsync(string file, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(InputFile.Open(file));
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
