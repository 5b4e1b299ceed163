using System.Collections.Immutable;

namespace Aurix.Platform.Gateway.Accounts;

/// <summary>Who asks.</summary>
/// <param name="Name">Null for nobody.</param>
/// <param name="Roles">The roles of the account.</param>
/// <param name="By">How they showed it: <c>default</c> (a password) or <c>cookie</c>; null for nobody.</param>
internal sealed record Principal(string? Name, ImmutableArray<string> Roles, string? By)
{
    /// <summary>The role that may do everything.</summary>
    public const string AdminRole = "_admin";

    public static readonly Principal Anonymous = new(null, [], null);

    public bool IsAdmin => Name is not null && Roles.Contains(AdminRole);
}
