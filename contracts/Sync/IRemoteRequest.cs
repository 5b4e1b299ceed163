namespace Aurix.Platform.Sync;

/// <summary>A message about one of the servers that the vault is synced with.</summary>
public interface IRemoteRequest
{
    /// <summary>Which one; <see cref="RemoteName.Main"/> when none is named.</summary>
    RemoteName Remote { get; }
}
