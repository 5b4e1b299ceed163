using Aurix.Platform.Hosting;
using Aurix.Platform.Sync;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Remembers, with the keys and as safe as they are, how this device logs in. Replaces what was remembered.</summary>
/// <param name="User">The account.</param>
/// <param name="Database">The database on the server.</param>
/// <param name="ServerPassword">What the server knows as the account's password.</param>
/// <exception cref="Errors.VaultException"><c>KeysMissing</c>: there is no vault to keep it beside.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record KeepLogin(string User, string Database, Secret ServerPassword) : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }

    /// <summary>The login that the server is about to be told, while a password changes: after a crash either of the two may be the right one.</summary>
    public Secret? Coming { get; init; }

    /// <summary>A token that shows who asks in place of the server's password: 1 to 4096 of the characters that HTTP lets a token have. Null keeps the one that is known for the database.</summary>
    public Secret? Token { get; init; }

    /// <summary>The printed Secret Key that this login was derived with. Null keeps the one that is known for the database.</summary>
    public Secret? SecretKey { get; init; }
}

/// <summary>Asks for the login that <see cref="KeepLogin"/> remembered; null when there is none.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record RecallLogin : IRequest<KeptLogin?>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}

/// <summary>How this device logs in. The receiver disposes it.</summary>
/// <param name="User">The account.</param>
/// <param name="Database">The database on the server.</param>
/// <param name="ServerPassword">What the server knows as the account's password.</param>
/// <param name="Coming">What it may know by now instead; null when no change was cut off.</param>
public sealed record KeptLogin(string User, string Database, Secret ServerPassword, Secret? Coming) : IDisposable
{
    /// <summary>The token; null where name and password log in.</summary>
    public Secret? Token { get; init; }

    /// <summary>Zeroes all of it.</summary>
    public void Dispose()
    {
        Token?.Dispose();
        ServerPassword.Dispose();
        Coming?.Dispose();
    }
}

/// <summary>Forgets the login. A Secret Key stays, so that signing in again takes the password only.</summary>
/// <returns>False when there was none.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record ForgetLogin : IRequest<bool>, IRemoteRequest
{
    /// <inheritdoc/>
    public RemoteName Remote { get; init; }
}
