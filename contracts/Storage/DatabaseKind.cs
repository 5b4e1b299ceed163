namespace Aurix.Platform.Storage;

/// <summary>What a local database is for (architecture: three kinds of database, one engine).</summary>
public enum DatabaseKind
{
    /// <summary>The owner's documents: bodies are <c>DocumentBody</c> texts, revisions are minted with the vault's keys.</summary>
    Vault,

    /// <summary>What devices send to this server: any JSON, as a CouchDB would keep it.</summary>
    Relay,
}
