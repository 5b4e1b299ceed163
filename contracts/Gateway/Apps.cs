using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Gateway;

/// <summary>What an app on this device may do through the gateway.</summary>
[Flags]
public enum AppScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read documents, their history and their files.</summary>
    Read = 1,

    /// <summary>Change them.</summary>
    Write = 2,

    /// <summary>See how sync stands, and pause, resume and start it.</summary>
    Sync = 4,

    /// <summary>Everything else that an owner may: modules, strategies, schedules, devices.</summary>
    Admin = 8,
}

/// <summary>Gives an app a token of its own. An app of that name that is there already gets a new one, and its old one ends.</summary>
/// <param name="Name">What its owner calls it: 1 to 64 of <c>a-z 0-9 . _ -</c>, a letter or digit first.</param>
/// <param name="Scopes">What it may do; at least one.</param>
/// <returns>The token: <c>NAME:SECRET</c>, told this once. Only its hash is kept.</returns>
/// <exception cref="Errors.UsageException"><c>BadAppName</c>, <c>NoScope</c>.</exception>
[RoutedTo(Roles.Gateway)]
public sealed record CreateApp(string Name, AppScopes Scopes) : IRequest<Secret>;

/// <summary>Ends an app's token; what it has open is cut off with its next request. False when there is no such app.</summary>
[RoutedTo(Roles.Gateway)]
public sealed record RevokeApp(string Name) : IRequest<bool>;

/// <summary>Lists the apps that have a token, by name.</summary>
[RoutedTo(Roles.Gateway)]
public sealed record ListApps : IRequest<ImmutableArray<AppDescription>>;

/// <summary>An app that has a token.</summary>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Created">When it got its token.</param>
public sealed record AppDescription(string Name, AppScopes Scopes, DateTimeOffset Created);
