using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>tests/vectors/crypto-vectors.json: known answers that an independent implementation in JavaScript recomputes.</summary>
internal static class Vectors
{
    public static readonly JsonNode All = JsonNode.Parse(File.ReadAllText(Path.Combine(Platform.Tests.NodeFactAttribute.Locate("tests/vectors"), "crypto-vectors.json")))!;

    /// <summary>Both bindings, by name: theories run once through each.</summary>
    public static TheoryData<string> Bindings => ["Geralt", "Sodium.Core"];

    public static ISodium Binding(string name) => name == "Geralt" ? new GeraltSodium() : new CoreSodium();

    public static string Text(string name) => All[name]!.GetValue<string>();

    public static byte[] Hex(string name) => Convert.FromHexString(Text(name));

    /// <summary>An input: <c>vault</c>, <c>file</c>, <c>ek1</c>, <c>stable</c>, <c>mk</c>, <c>rk</c>, <c>sk</c>.</summary>
    public static byte[] Input(string name) => Convert.FromHexString(All["in"]![name]!.GetValue<string>());

    public static string InputText(string name) => All["in"]![name]!.GetValue<string>();

    public static byte[] Subkey(string name) => Convert.FromHexString(All["subkeys"]![name]!.GetValue<string>());

    /// <summary>The vault of the vectors.</summary>
    public static VaultKeys Keys(ISodium sodium, VaultPins? pins = null, string? vault = null)
    {
        var kdf = new Kdf(sodium);
        return new VaultKeys(
            kdf,
            VaultId.FromBytes(vault is null ? Input("vault") : Convert.FromHexString(vault)),
            Input("mk"),
            Input("stable"),
            [new EpochKeys(kdf, 1, Input("ek1"))],
            pins ?? new VaultPins(1, 1, 0));
    }
}
