using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Sealed heads, logs, proposals and answers, as tests of them need them.</summary>
internal static class DeviceDocuments
{
    /// <summary>The keys of the vectors, and the product's sealer.</summary>
    public static VaultKeys Keys(out DeviceSealer sealer)
    {
        var sodium = new GeraltSodium();
        sealer = new DeviceSealer(sodium, new WorkBuffers());
        return Vectors.Keys(sodium);
    }

    public static JsonObject Json(SealedDeviceDocument document) => new() { ["id"] = document.RemoteId, ["e"] = document.Envelope };

    public static string WithByte(string envelope, int place, byte value)
    {
        var bytes = Base64Url.DecodeFromChars(envelope);
        bytes[place] = value;
        return Base64Url.EncodeToString(bytes);
    }
}
