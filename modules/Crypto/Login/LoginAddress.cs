using System.Text.RegularExpressions;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Login;

/// <summary>The account and the database that a password belongs to: together they are the salt, so no server has to tell one.</summary>
internal sealed partial record LoginAddress
{
    private LoginAddress(string user, string database) => (User, Database) = (user, database);

    /// <summary><c>[a-z0-9_.-]{1,64}</c>.</summary>
    public string User { get; }

    /// <summary><c>[a-z][a-z0-9_-]{0,62}</c>.</summary>
    public string Database { get; }

    /// <summary>Whether keys of this database take a Secret Key: its name says so, since nothing else is known before a server is asked (ADR 0011).</summary>
    public KeyMode Mode => ModeOf(Database);

    public static KeyMode ModeOf(string database) => database.EndsWith("-sk", StringComparison.Ordinal) ? KeyMode.SecretKey : KeyMode.Password;

    /// <exception cref="UsageException">One of the two breaks its rule.</exception>
    public static LoginAddress From(string? user, string? database)
    {
        if (user is null || !UserRule().IsMatch(user))
        {
            throw new UsageException("UserInvalid", "The user name is not one that can log in.", "Use 1 to 64 characters of a-z, 0-9, '_', '.' and '-'.");
        }

        if (database is null || !DatabaseRule().IsMatch(database))
        {
            throw new UsageException("DatabaseInvalid", "The database name is not one that a server can have.", "Use a-z first, then up to 62 characters of a-z, 0-9, '_' and '-'.");
        }

        return new LoginAddress(user, database);
    }

    [GeneratedRegex(@"\A[a-z0-9_.-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserRule();

    [GeneratedRegex(@"\A[a-z][a-z0-9_-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DatabaseRule();
}
