using System.CommandLine;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Sync;
using Spectre.Console;

namespace Aurix.Platform.Host.Commands;

/// <summary>The first half of <c>aurix sync enable</c>: takes what is needed to sign in, and does it. No document leaves.</summary>
internal sealed class SyncSignIn
{
    private readonly Argument<string?> _address = new("address") { Description = "Server and database, such as https://example.org/aurix-k3f9q2mz. Left out where this device is signed in and only the yes is missing.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _user = new("--user") { Description = "The account on that server.", HelpName = "NAME" };
    private readonly Option<string?> _password = PasswordInput.Option();
    private readonly Option<bool> _create = new("--new") { Description = "This is the first device: put the vault's wrapped keys on the server." };
    private readonly Option<bool> _makeKey = new("--with-secret-key") { Description = "With --new, for a database whose name ends in -sk: make a Secret Key that takes part in the keys beside the password." };
    private readonly Option<string?> _secretKey = SecretKeyInput.Option();
    private readonly Option<string?> _login = PasswordInput.Option("--login-file", "account's password on the server, where an administrator set one; it is replaced");
    private readonly Option<bool> _invited = new("--invitation") { Description = "Ask for an invitation's code (N1…) in place of the password." };
    private readonly Option<string?> _invitation = new("--invitation-file") { Description = "Read an invitation's code from the first line of this file; '-' for the next line of standard input.", HelpName = "FILE" };
    private readonly Option<bool> _weak = new("--weak-password-anyway") { Description = "With --new: take a password that could be guessed." };

    private readonly ConnectionInput _connection = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_address);
        foreach (var option in (Option[])[_user, _password, _create, _makeKey, _secretKey, _login, _invited, _invitation, _weak])
        {
            command.Options.Add(option);
        }

        _connection.AddTo(command, withAuth: true);
    }

    /// <summary>Whether this is to sign in at all, or only to say yes.</summary>
    /// <exception cref="UsageException"><c>BadUsage</c>.</exception>
    public bool IsWanted(ParseResult parsed)
    {
        var (address, user) = (parsed.GetValue(_address), parsed.GetValue(_user));
        if (address is null != user is null)
        {
            throw new UsageException("BadUsage", "An address goes with --user NAME, the account on that server.", "Give both; or neither, where this device is signed in already and only the yes is missing.");
        }

        if (parsed.GetValue(_create) && IsInvitation(parsed))
        {
            throw new UsageException("BadUsage", "An invitation lets a device into a vault that is there, and --new makes one.", "Leave out one of the two.");
        }

        return parsed.GetValue(_makeKey) && (!parsed.GetValue(_create) || parsed.GetValue(_secretKey) is not null)
            ? throw new UsageException("BadUsage", "--with-secret-key makes a new Secret Key, so it goes with --new and without --secret-key-file.", "To join a vault that has one, give it with --secret-key-file.")
            : address is not null;
    }

    /// <summary>Signs in.</summary>
    public async Task<SignedIn> RunAsync(AurixHost host, ParseResult parsed, CancellationToken cancellationToken)
    {
        using var secret = IsInvitation(parsed)
            ? PasswordInput.Read(parsed.GetValue(_invitation), "Invitation")
            : PasswordInput.Read(parsed.GetValue(_password), "Password");
        using var temporary = parsed.GetValue(_login) is { } file ? PasswordInput.Read(file, "The account's password on the server") : null;
        using var key = parsed.GetValue(_makeKey) ? await host.Mediator.Send(new MakeSecretKey(), cancellationToken) : SecretKeyInput.Read(parsed.GetValue(_secretKey));
        using var token = _connection.ReadToken(parsed);
        var isNew = parsed.GetValue(_create);

        // With a Secret Key nobody but its owner can try passwords, so any is taken.
        PasswordGate.Check(secret, anyway: !isNew || key is not null || parsed.GetValue(_weak));
        var enable = new EnableSync(parsed.GetValue(_address)!, parsed.GetValue(_user)!, secret, isNew)
        {
            Remote = RemoteInput.Of(parsed),
            AskFirst = true,
            Connection = await _connection.ReadAsync(parsed, withAuth: true, cancellationToken),
            Token = token,
            SecretKey = key,
            ServerPassword = temporary,
            IsInvitation = IsInvitation(parsed),
        };
        var outcome = await host.Mediator.Send(enable, cancellationToken);
        using var recovery = outcome.RecoveryCode;
        return new(outcome.Vault, recovery?.Reveal(), parsed.GetValue(_makeKey) ? key!.Reveal() : null, outcome.Reissued?.Documents);
    }

    private bool IsInvitation(ParseResult parsed) => parsed.GetValue(_invited) || parsed.GetValue(_invitation) is not null;

    /// <summary>What signing in did.</summary>
    /// <param name="Vault">The vault.</param>
    /// <param name="RecoveryCode">To be shown once; null when the vault was there.</param>
    /// <param name="SecretKey">To be shown once; null when none was made.</param>
    /// <param name="Reissued">How many documents were taken along; null when none had to be.</param>
    internal sealed record SignedIn(VaultId Vault, string? RecoveryCode, string? SecretKey, long? Reissued)
    {
        public void Show(IAnsiConsole console)
        {
            if (RecoveryCode is null)
            {
                console.Line("Joined the vault on the server.");
                if (Reissued > 0)
                {
                    console.Line($"{Reissued} documents of this device were taken along.");
                }

                return;
            }

            console.Line("The vault is on the server now, wrapped under your password.");
            PrintedCode.Show(console, "Recovery code, shown only this once. It opens the vault if the password is forgotten; keep it on paper:", RecoveryCode);
            if (SecretKey is not null)
            {
                PrintedCode.Show(console, "Secret Key, shown only this once. Each new device needs it beside the password; keep it on paper, in another place:", SecretKey);
            }
        }
    }
}
