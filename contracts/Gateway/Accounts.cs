using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Gateway;

/// <summary>Makes an account of this server, or changes its password. Only a salted hash is kept.</summary>
/// <param name="User">The name.</param>
/// <param name="Password">For a sync account, what Crypto derived from the owner's password; this server never sees that one.</param>
/// <param name="IsAdmin">Whether it may create and remove databases and read all of them.</param>
[RoutedTo(Roles.Gateway)]
public sealed record SetAccount(string User, Secret Password, bool IsAdmin) : IRequest<bool>;

/// <summary>Creates a relay database where there is none, and lets a user read and write it.</summary>
[RoutedTo(Roles.Gateway)]
public sealed record GrantDatabase(DatabaseName Database, string User) : IRequest<bool>;
