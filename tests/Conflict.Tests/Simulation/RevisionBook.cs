using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Simulation;

/// <summary>Knows what every revision says that anybody ever had, and so whether each is stamped as it must be and contains the edits that it must (P35).</summary>
/// <remarks>Told after each step that writes: a device drops the bodies of ancestors, and this book has to know what became of them.</remarks>
internal sealed class RevisionBook
{
    private readonly Dictionary<(DocumentId Id, Revision Revision), DocumentBody> _met = [];
    private readonly Dictionary<DocumentId, CausalSet> _sent = [];

    /// <summary>A device has these.</summary>
    public void Met(IEnumerable<DocumentTree> trees)
    {
        foreach (var (tree, node) in trees.SelectMany(tree => tree.Nodes.Where(node => node.Body is not null).Select(node => (tree, node))))
        {
            var revision = node.Body!.Parked?.Revision ?? node.Revision;
            if (!_met.ContainsKey((tree.Id, revision)))
            {
                _met.Add((tree.Id, revision), Shown(node.Body));
            }
        }
    }

    /// <summary>The server has these: their edits may never be missing again, whoever dies.</summary>
    public void Sent(IEnumerable<DocumentBody> bodies)
    {
        foreach (var body in bodies)
        {
            _sent[body.Id] = _sent.GetValueOrDefault(body.Id, CausalSet.Empty).Union(Shown(body).Causes);
        }
    }

    /// <summary>The edits of a document that a revision contains, latest first.</summary>
    public IEnumerable<DocumentBody> EditsIn(DocumentBody head) => _met
        .Where(met => met.Key.Id == head.Id && met.Value.Dot is { } dot && head.Causes.Contains(dot))
        .Select(met => met.Value)
        .OrderByDescending(edit => edit.Stamp);

    /// <summary>What breaks the law; null when nothing does.</summary>
    public string? WhatFails() =>
        TwiceUsed() ?? _met.Select(met => WhatFails(met.Value, met.Key.Id) is { } what ? $"{met.Key.Id} {met.Key.Revision} {met.Value.Kind}: {what}" : null).FirstOrDefault(what => what is not null);

    /// <summary>What the server once had and the document does not contain in the end; null when nothing.</summary>
    public string? WhatIsMissingIn(DocumentBody head) => _sent.GetValueOrDefault(head.Id, CausalSet.Empty) is var sent && sent.IsSubsetOf(head.Causes)
        ? null
        : $"{head.Id}: the server had the edits {sent}, in the end there are {head.Causes}";

    // CE-11: an edit under the name of another is taken for it by everybody who has that one.
    private string? TwiceUsed() => _met.Where(met => met.Value.Dot is not null).GroupBy(met => (met.Key.Id, met.Value.Dot)).FirstOrDefault(named => named.Count() > 1) is { } twice
        ? $"{twice.Key.Id}: {string.Join(" and ", twice.Select(edit => edit.Key.Revision))} are both the edit {twice.Key.Dot}"
        : null;

    private string? WhatFails(DocumentBody body, DocumentId id)
    {
        var parents = body.Parents.Select(parent => _met.GetValueOrDefault((id, parent))).ToList();
        if (parents.Contains(null))
        {
            return "it was built on what nobody ever had";
        }

        var causes = parents.Aggregate(CausalSet.Empty, (all, parent) => all.Union(parent!.Causes));
        var latest = parents.Count == 0 ? default : parents.Max(parent => parent!.Stamp);
        return body.Kind switch
        {
            DocumentBodyKind.Edit when body.Dot is not { } dot || causes.Contains(dot) || dot.Actor != body.Stamp.Actor => $"the edit {body.Dot} is not new",
            DocumentBodyKind.Edit when body.Stamp.CompareTo(latest) <= 0 => $"its stamp {body.Stamp} is not later than {latest} of what it was built on",
            DocumentBodyKind.Edit => Compare(causes.With(body.Dot!.Value), body.Stamp),
            DocumentBodyKind.Revive when parents.Count == 0 => null, // a copy: the first of a document, with what its origin has
            _ => Compare(causes, latest), // a merge, or one that was brought back
        };

        string? Compare(CausalSet expected, HybridTimestamp stamp) =>
            !body.Causes.Equals(expected) ? $"it contains {body.Causes} and should contain {expected}"
            : body.Stamp != stamp ? $"its stamp is {body.Stamp} and should be {stamp}"
            : null;
    }

    private static DocumentBody Shown(DocumentBody body) => body.Parked is { } parked ? DocumentBodyCodec.Decode(parked.Body.Utf8) : body;
}
