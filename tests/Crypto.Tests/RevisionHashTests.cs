using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Primitives;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>A revision's hash tells a server nothing about what the document says (crypto.md §0: where it was an MD5 of the plaintext, a guess could be confirmed).</summary>
public sealed class RevisionHashTests
{
    private static readonly string[] Content = ["\"day\":\"2026-11-23\"", "\"done\":false", "\"title\":\"call the bank\""];

    private static readonly HashAlgorithmName[] Unkeyed = [HashAlgorithmName.MD5, HashAlgorithmName.SHA1, HashAlgorithmName.SHA256, HashAlgorithmName.SHA512];

    // The body as it is sealed, member by member.
    private static readonly string[] Body =
    [
        "\"cs\":{\"00000000000000a1\":[[1,1]]}", "\"dot\":[\"00000000000000a1\",1]", "\"id\":\"note:1\"", "\"kind\":\"edit\"", "\"parents\":[]",
        "\"stamp\":[1,0,\"00000000000000a1\"]", "\"type\":\"note\"", "\"v\":1", $"\"x\":{Json(Content)}",
    ];

    [Fact]
    public void T08_A_revision_is_the_first_half_of_the_seals_SIV_and_no_hash_of_the_plaintext_in_any_order()
    {
        var sodium = new GeraltSodium();
        using var keys = Vectors.Keys(sodium);
        var draft = Drafts.Draft(Json(Body));

        var made = new DocumentSealer(sodium, new WorkBuffers()).Seal(keys, draft);

        var envelope = Base64Url.DecodeFromChars(made.Envelope);
        Assert.Equal(Json(Body), Drafts.EditText(content: Json(Content)));
        Assert.Equal("1-" + Convert.ToHexStringLower(envelope.AsSpan(28, 16)), made.Revision.ToString()); // hdr 8 ‖ gen 4 ‖ parent 16 ‖ V
        var shown = envelope.AsSpan(28, 16).ToArray();
        foreach (var guess in Orders(Content).Concat(Orders(Body)))
        {
            var text = Encoding.UTF8.GetBytes(Json(guess));
            Assert.All(Unkeyed, hash => Assert.False(CryptographicOperations.HashData(hash, text).AsSpan(0, 16).SequenceEqual(shown)));
        }
    }

    private static string Json(IEnumerable<string> members) => $"{{{string.Join(',', members)}}}";

    /// <summary>Every order of the members: Heap's algorithm.</summary>
    private static IEnumerable<string[]> Orders(string[] members)
    {
        var order = members.ToArray();
        var count = new int[order.Length];
        yield return order;
        for (var at = 1; at < order.Length;)
        {
            if (count[at] >= at)
            {
                count[at++] = 0;
                continue;
            }

            var with = at % 2 == 0 ? 0 : count[at];
            (order[with], order[at]) = (order[at], order[with]);
            yield return order;
            count[at]++;
            at = 1;
        }
    }
}
