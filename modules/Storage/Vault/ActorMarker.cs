using Aurix.Platform.Documents;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Vault;

/// <summary>A small file beside the vault that repeats its actor. A restored or cloned database disagrees with it, and then must not count on.</summary>
/// <remarks>A restored store that went on under its old actor would make edits that others believe they have (conflict.md CE-11).</remarks>
internal sealed class ActorMarker(string path, ActorSource actors, ILogger log)
{
    /// <summary>An actor that nobody has counted under.</summary>
    public ActorId NewActor() => actors.Next();

    /// <summary>Whether the file names this actor.</summary>
    public bool Agrees(ActorId actor)
    {
        try
        {
            return File.ReadAllText(path).Trim() == actor.ToString();
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Writes the actor. Failing is harmless: the file then disagrees, and the next start chooses a new actor.</summary>
    public void Write(ActorId actor)
    {
        try
        {
            File.WriteAllText(path, actor.ToString());
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            StorageLog.MarkerNotWritten(log, wrong, DatabaseName.Vault);
        }
    }
}
