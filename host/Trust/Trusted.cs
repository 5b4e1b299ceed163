using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace Aurix.Platform.Host.Trust;

/// <summary>Whom the owner of a data folder lets run in the host.</summary>
/// <param name="Modules">Modules as they were looked at.</param>
/// <param name="Publishers">Whoever signed with one of these keys.</param>
internal sealed record Trusted(ImmutableArray<TrustedModule> Modules, ImmutableArray<TrustedPublisher> Publishers)
{
    public static readonly Trusted Nobody = new([], []);
}

/// <summary>A module that may run as long as it is what it was.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Sha256">Its content's hash, 64 hex digits.</param>
/// <param name="When">When the owner said so.</param>
internal sealed record TrustedModule(string Id, string Sha256, DateTimeOffset When);

/// <summary>Somebody whose modules may run in whatever version.</summary>
/// <param name="Name">What the owner calls them.</param>
/// <param name="Key">Their public key (SubjectPublicKeyInfo), in base64.</param>
/// <param name="When">When the owner said so.</param>
internal sealed record TrustedPublisher(string Name, string Key, DateTimeOffset When)
{
    /// <summary>SHA-256 of the key, 64 hex digits: to compare by eye.</summary>
    [JsonIgnore]
    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(Key)));
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Trusted))]
internal sealed partial class TrustedJson : JsonSerializerContext;
