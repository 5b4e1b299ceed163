using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The same edit is the same revision everywhere, and nothing else is (T37 to T39).</summary>
public sealed class DeterminismTests
{
    [Fact]
    public void T37_The_same_edit_on_two_devices_is_the_same_envelope_and_revision()
    {
        using var one = Vectors.Keys(new GeraltSodium());
        using var other = Vectors.Keys(new CoreSodium());

        var here = new DocumentSealer(new GeraltSodium(), new WorkBuffers()).Seal(one, Drafts.Edit());
        var there = new DocumentSealer(new CoreSodium(), new WorkBuffers()).Seal(other, Drafts.Edit());

        Assert.Equal(here, there);
    }

    [Fact]
    public void T39_Going_back_to_an_earlier_content_is_a_new_revision()
    {
        using var keys = Vectors.Keys(new GeraltSodium());
        var sealer = new DocumentSealer(new GeraltSodium(), new WorkBuffers());

        var first = sealer.Mint(keys, Drafts.Edit(content: "\"A\"")).Revision;
        var second = sealer.Mint(keys, Drafts.Edit(generation: 2, content: "\"B\"") with { Parent = first.Hash }).Revision;
        var third = sealer.Mint(keys, Drafts.Edit(generation: 3, content: "\"A\"") with { Parent = second.Hash }).Revision;

        Assert.Equal(3, new HashSet<RevisionHash> { first.Hash, second.Hash, third.Hash }.Count);
    }

    [Fact]
    public void T39_One_content_under_100000_generations_and_parents_never_repeats_a_nonce()
    {
        using var keys = Vectors.Keys(new GeraltSodium());
        var sealer = new DocumentSealer(new GeraltSodium(), new WorkBuffers());
        var draft = Drafts.Edit(generation: 2);

        var seen = new HashSet<RevisionHash>();
        for (var number = 1; number <= 100_000; number++)
        {
            Assert.True(seen.Add(sealer.Mint(keys, draft with { Generation = 2 + (number % 7), Parent = new RevisionHash((UInt128)number) }).Revision.Hash));
        }
    }

    [Fact]
    public void A_tombstone_and_a_live_revision_of_the_same_bytes_differ()
    {
        using var keys = Vectors.Keys(new GeraltSodium());
        var sealer = new DocumentSealer(new GeraltSodium(), new WorkBuffers());

        Assert.NotEqual(sealer.Mint(keys, Drafts.Retire()), sealer.Mint(keys, Drafts.Retire() with { IsTombstone = false }));
    }
}
