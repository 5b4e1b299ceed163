using System.Security.Cryptography;

namespace Aurix.Platform.Gateway.Http;

/// <summary>The server's own random name, kept with its data: PouchDB keys its checkpoints by it.</summary>
internal sealed class ServerIdentity(string folder)
{
    private readonly Lazy<string> _uuid = new(() => Convert.ToHexStringLower(StoredSecret.Load(Path.Combine(folder, "server.uuid"), 16)));

    public string Uuid => _uuid.Value;

    /// <summary>A fresh id for a document that came without one.</summary>
    public static string NewId() => RandomNumberGenerator.GetHexString(32, lowercase: true);
}
