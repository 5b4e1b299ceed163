using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Trees;

/// <summary>A revision tree as it truly is, and partial paths out of it as replicators would bring them, in any order and more than once.</summary>
/// <remarks>Everything follows from the seed.</remarks>
internal sealed class TreeHistory
{
    private readonly Random _random;
    private readonly List<Node> _nodes = [];

    public TreeHistory(int seed)
    {
        _random = new Random(seed);
        Seed = seed;
        var size = _random.Next(2, 40);
        var straight = _random.NextDouble(); // some trees are long, some are bushes
        for (var count = 0; count < size; count++)
        {
            Add(_random.NextDouble() < (count == 0 ? 1 : 0.06) ? null : _random.NextDouble() < straight ? _nodes[^1] : _nodes[_random.Next(_nodes.Count)]);
        }

        Steps = _random.Next(2, 24);
    }

    public int Seed { get; }

    /// <summary>How many things happen.</summary>
    public int Steps { get; }

    /// <summary>Every revision of the tree so far, and some that nobody ever made.</summary>
    public IReadOnlyList<Revision> Asked() => [.. _nodes.Select(node => node.Revision), .. Enumerable.Range(1, 3).Select(generation => new Revision(generation, NewHash()))];

    public bool Chance(double share) => _random.NextDouble() < share;

    public T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>A revision with some of its ancestors.</summary>
    public (RevisionPath Path, bool IsTombstone) NextGraft()
    {
        var node = Chance(0.5) ? _nodes[_random.Next(_nodes.Count)] : Pick([.. _nodes.Where(one => !one.HasChildren)]);
        var all = Above(node).ToList();
        var told = Chance(0.4) ? all.Count : _random.Next(1, all.Count + 1);
        return (new RevisionPath(node.Revision.Generation, [.. all.Take(told).Select(one => one.Revision.Hash)]), node.IsTombstone);
    }

    /// <summary>An edit was made on the spot: from now on it is part of the tree.</summary>
    public void Made(Revision revision, Revision? parent, bool isTombstone)
    {
        if (_nodes.All(node => node.Revision != revision))
        {
            var above = _nodes.Find(node => node.Revision == parent);
            above?.HasChildren = true;
            _nodes.Add(new Node(revision, above, isTombstone));
        }
    }

    private void Add(Node? parent)
    {
        parent?.HasChildren = true;
        _nodes.Add(new Node(new Revision((parent?.Revision.Generation ?? 0) + 1, NewHash()), parent, Chance(0.2)));
    }

    private RevisionHash NewHash()
    {
        var bytes = new byte[16];
        _random.NextBytes(bytes);
        return RevisionHash.FromBytes(bytes);
    }

    private static IEnumerable<Node> Above(Node? node)
    {
        for (; node is not null; node = node.Parent)
        {
            yield return node;
        }
    }

    private sealed class Node(Revision revision, Node? parent, bool isTombstone)
    {
        public Revision Revision { get; } = revision;

        public Node? Parent { get; } = parent;

        public bool IsTombstone { get; } = isTombstone;

        public bool HasChildren { get; set; }
    }
}
