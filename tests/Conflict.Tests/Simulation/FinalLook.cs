using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>What a fresh device that knows only the server has to find, when all has come to rest.</summary>
internal sealed class FinalLook(Fleet fleet, WordBook words, RevisionBook revisions)
{
    /// <summary>What is not as it should be; null when everything is.</summary>
    public async Task<string?> WhatFailsAsync(SimulatedDevice fresh)
    {
        var trees = await fresh.TreesAsync();
        revisions.Met(trees);
        var heads = trees.Select(tree => tree.Leaves.Single(leaf => !leaf.IsTombstone).Body!).ToList();
        return revisions.WhatFails()
            ?? heads.Select(revisions.WhatIsMissingIn).FirstOrDefault(missing => missing is not null)
            ?? heads.Select(WhatLastWriteMissed).FirstOrDefault(missed => missed is not null)
            ?? await WhatIsLostAsync(fresh);
    }

    // P22: whoever died or came back, every word that nobody took out is somewhere.
    private async Task<string?> WhatIsLostAsync(SimulatedDevice fresh)
    {
        var (shown, kept) = await WordBook.FindAsync(fresh);
        var lost = words.Expected.Except(kept).ToList();
        var hidden = fleet.KeepsAll ? words.HiddenFrom(shown) : [];
        return (lost, hidden) switch
        {
            ([_, ..], _) => $"lost: {string.Join(", ", lost)}",
            (_, [_, ..]) => $"neither shown nor recorded, only in a park: {string.Join(", ", hidden)}",
            _ => null,
        };
    }

    // P31. Of the edits that are contained: what died with a device before anybody heard of it was not written, as far as the others can know.
    private string? WhatLastWriteMissed(DocumentBody head)
    {
        var edits = revisions.EditsIn(head).ToList();
        if (!fleet.LatestShows || (!fleet.DeletesByTime && edits.Exists(edit => edit.Deleted)))
        {
            return null;
        }

        var last = edits[0];
        return head.Stamp == last.Stamp && head.Deleted == last.Deleted && head.Content.Equals(last.Content) && head.Attachments.SequenceEqual(last.Attachments)
            ? null
            : $"{head.Id} shows {head.Content.ToText()} of {head.Stamp}, but the last that was written is {last.Content.ToText()} of {last.Stamp}";
    }
}
