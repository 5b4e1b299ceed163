using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Sync;

/// <summary>Prepares a server for one account and its pair of databases, as its administrator, and looks at what else matters there. Done twice, it changes nothing the second time.</summary>
/// <param name="Server">The server's root, such as <c>https://sync.example/</c>.</param>
/// <param name="Admin">An administrator of the server.</param>
/// <param name="AdminPassword">Their password. It is used for this and kept nowhere.</param>
/// <param name="User">The account to prepare: <c>[a-z0-9_.-]{1,64}</c>.</param>
/// <param name="Database">The documents' database; the chunks' is named after it.</param>
/// <exception cref="Errors.RemoteRefusedException">The server refused the administrator, or is no CouchDB.</exception>
/// <exception cref="Errors.RemoteUnavailableException">The server cannot be reached.</exception>
[RoutedTo(Roles.Sync, IsLong = true)]
public sealed record ProvisionServer(string Server, string Admin, Secret AdminPassword, string User, string Database) : IRequest<ServerProvision>
{
    /// <summary>The owner's password, from which the account's is derived as a device does it. Null with <see cref="CheckOnly"/>: then nobody tries whether it fits.</summary>
    public Secret? Password { get; init; }

    /// <summary>The printed Secret Key, for a database whose name ends in <c>-sk</c>.</summary>
    public Secret? SecretKey { get; init; }

    /// <summary>The account's password as the server is to know it, in place of one that is derived; the owner's device replaces it when it opts in.</summary>
    public Secret? ServerPassword { get; init; }

    /// <summary>Look, and change nothing.</summary>
    public bool CheckOnly { get; init; }

    /// <summary>Give an account that is there another password. Without it an account whose password does not fit is left alone.</summary>
    public bool ReplacePassword { get; init; }

    /// <summary>How to get to the server. The administrator logs in by name and password.</summary>
    public ServerConnection Connection { get; init; } = ServerConnection.Default;
}

/// <summary>What a server is like.</summary>
/// <param name="Address">What devices are given as the address.</param>
/// <param name="Findings">In the order in which it was looked at.</param>
public sealed record ServerProvision(string Address, ImmutableArray<ServerFinding> Findings)
{
    /// <summary>Whether a device can sync there.</summary>
    public bool IsReady => !Findings.Any(finding => finding.Kind == ServerFindingKind.Needed);
}

/// <summary>One thing about a server.</summary>
/// <param name="What">What was looked at, such as <c>database aurix-k3f9q2mz</c>.</param>
/// <param name="Found">What it was like before.</param>
/// <param name="Kind">What follows.</param>
/// <param name="Advice">What was changed, or what to do and why; empty when nothing is to be done.</param>
public sealed record ServerFinding(string What, string Found, ServerFindingKind Kind, string Advice);

/// <summary>What follows from a finding.</summary>
public enum ServerFindingKind
{
    /// <summary>It is as it should be.</summary>
    Good,

    /// <summary>It was changed.</summary>
    Changed,

    /// <summary>No device can sync before it is changed.</summary>
    Needed,

    /// <summary>It works, and would work better or safer otherwise.</summary>
    Recommended,

    /// <summary>The server does not tell.</summary>
    Unknown,
}
