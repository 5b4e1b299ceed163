using System.Buffers.Binary;
using System.Security.Cryptography;
using Aurix.Platform.Documents;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage.Vault;

/// <summary>A small file beside the vault that repeats its actor. A restored or cloned database disagrees with it, and then must not count on.</summary>
/// <remarks>A restored store that went on under its old actor would make edits that others believe they have (conflict.md CE-11).</remarks>
internal sealed class ActorMarker(string path, ILogger log)
{
    /// <summary>64 random bits.</summary>
    public static ActorId NewActor() => new(BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)));

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
