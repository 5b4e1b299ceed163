using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Vault documents to read, bent where a test wants them bent.</summary>
internal static class VaultDocuments
{
    public static VaultDocument OfVectors() => VaultDocument.Read(Json(new JsonObject
    {
        ["v"] = 1,
        ["vault"] = "AAECAwQFBgcICQoLDA0ODw",
        ["prof"] = 1,
        ["mode"] = 0,
        ["slots"] = new JsonObject { ["pw"] = new JsonArray(Vectors.Text("slot_pw")), ["rec"] = Vectors.Text("slot_rec") },
        ["ring"] = Vectors.Text("ring"),
    }));

    /// <summary>A copy with a change.</summary>
    public static BodyBytes Bend(BodyBytes document, Action<JsonNode> change)
    {
        var node = JsonNode.Parse(document.Utf8.Span)!;
        change(node);
        return Json(node);
    }

    private static BodyBytes Json(JsonNode node) => new(Encoding.UTF8.GetBytes(node.ToJsonString()));
}
