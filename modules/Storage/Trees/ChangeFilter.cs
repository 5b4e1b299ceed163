using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Trees;

/// <summary>Tells whether a change is one that was asked for: the cheap questions first, the body last.</summary>
internal sealed class ChangeFilter(Session session, DatabaseKind kind, ReadChanges request)
{
    private readonly HashSet<string> _types = [.. request.Types.Select(type => type.Value)];

    public bool Passes(FeedRow row) =>
        request.Only?.Contains(row.Id) is not false
        && (row.IsDeleted || !request.OnlyDeleted)
        && (_types.Count == 0 || (row.Type is { } type && _types.Contains(type)))
        && (request.Where.IsEmpty || (Shown(row) is { } json && FieldMatch.Meets(json, request.Where)));

    private ReadOnlyMemory<byte>? Shown(FeedRow row) => kind is DatabaseKind.Vault
        ? Bodies.Shown(session, TreeSql.Get(session, row.Winner))?.Content.Utf8
        : TreeSql.Body(session, row.Winner);
}
