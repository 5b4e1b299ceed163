using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Json;

/// <summary>Joins two versions of a JSON document field by field (conflict.md §4.2).</summary>
/// <remarks>
/// Pure, symmetric in the heads, bounded by the fuel. A change of one side stands; where both changed one value the rules say what happens,
/// and what is not in the result is in a record. Declines when the rules are not understood, the fuel is used up, or there are more than two different heads.
/// </remarks>
public static class JsonMerge
{
    /// <summary>Joins the heads by the rules.</summary>
    public static MergeOutcome Merge(MergeInput input, JsonMergeRules rules, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(fuel);
        if (rules.Problem is not null)
        {
            return new MergeOutcome.Decline(rules.Problem);
        }

        if (input.Heads.Length != 2 && !input.Heads.All(head => head.Deleted == input.Heads[0].Deleted && head.Content.Equals(input.Heads[0].Content)))
        {
            return new MergeOutcome.Decline($"Fields are joined two versions at a time, and these are {input.Heads.Length}.");
        }

        try
        {
            return Join(input, new MergeScene(input, rules, fuel));
        }
        catch (MergeStoppedException stopped)
        {
            return new MergeOutcome.Decline(stopped.Message);
        }
        catch (FormatException)
        {
            return new MergeOutcome.Decline($"The joined fields would nest deeper than {CanonicalJson.MaxDepth} levels.");
        }
    }

    private static MergeOutcome.Merged Join(MergeInput input, MergeScene scene)
    {
        var (content, deleted) = scene.Earlier.Deleted || scene.Later.Deleted
            ? WholeDelete.Join(input.Base, scene)
            : (Content(input.Base, scene), false);
        var (files, fileRecords) = AttachmentMerge.Join(input, deleted);
        ImmutableArray<ConflictRecord> records = input.Purpose == MergePurpose.Ancestor
            ? []
            : [.. scene.Choices.ToRecords().Concat(fileRecords).OrderBy(record => record.Id, StringComparer.Ordinal)];
        return new(content, deleted, files, records, []);
    }

    private static CanonicalJson Content(MergeBase? before, MergeScene scene)
    {
        var (a, b) = (scene.Earlier.Content, scene.Later.Content);
        if (a.Equals(b) || a.Equals(before?.Content))
        {
            return b;
        }

        if (b.Equals(before?.Content))
        {
            return a;
        }

        var o = before is null || before.Deleted ? null : NodeText.Read(before.Content, scene.Fuel);
        return NodeText.Write(Tree(o, NodeText.Read(a, scene.Fuel), NodeText.Read(b, scene.Fuel), scene));
    }

    private static Node Tree(Node? o, Node a, Node b, MergeScene scene)
    {
        if (Node.Same(a, o) || Node.Same(b, o))
        {
            return JoinWith(MoveTable.Empty); // only the spelling of one side is new, and that moves nothing
        }

        var moves = MoveTable.Find(o, a, b, scene.Rules);
        var result = JoinWith(moves);
        if (!moves.AllArrived)
        {
            // The array that something moved to is itself gone, or within what moved. Then nothing moves: doubled is better than lost.
            scene.Choices.Clear();
            result = JoinWith(MoveTable.Empty);
        }

        if (scene.Purpose == MergePurpose.Resolve)
        {
            Conservation.Check(o, a, b, result, scene.Choices);
            Duplicates.Check(o, a, b, result, scene.Rules, scene.Choices);
        }

        return result;

        // Two heads that hold something never join to nothing.
        Node JoinWith(MoveTable table) => new TreeMerge(scene, table).Join(o, a, b, RuleCursor.At(scene.Rules.Fields), Place.Root())!;
    }
}
