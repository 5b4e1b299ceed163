using Aurix.Platform.Documents;

namespace Aurix.Platform.Gateway.Mirror;

/// <summary>The database that a local PouchDB replicates with: a relay in which the vault's documents stand in CouchDB's plain form.</summary>
internal static class MirrorDatabase
{
    public static readonly DatabaseName Name = new("mirror");
}
