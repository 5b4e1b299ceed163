using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Fields;
using Aurix.Platform.Storage.Vault;

namespace Aurix.Platform.Storage.Search;

/// <summary>Writes the statement that a list is read with: each condition that an index knows, the keys of the page before, and the order.</summary>
internal sealed class ListQuery
{
    private readonly List<string> _conditions = [];
    private readonly List<object?> _values = [];
    private readonly string _from;
    private readonly string _key;
    private readonly string _tie;
    private readonly string _direction;

    public ListQuery(ListDocuments request, ImmutableArray<IndexedField> fields)
    {
        var order = request.Order;
        _direction = order.Descending ? "DESC" : "ASC";
        (Kind, _key, _tie, _from) = order switch
        {
            { Field: { } path } => ($"field {path} {_direction}", "ordered.value", "ordered.doc", "field_values AS ordered JOIN docs ON docs.doc = ordered.doc"),
            { IsByTime: true } => ($"edited {_direction}", "docs.stamp_ms", "docs.id", "docs"),
            _ => ($"id {_direction}", "docs.id", "docs.id", "docs"),
        };
        if (order.Field is { } ordering)
        {
            Add($"ordered.field = {Value(Find(fields, ordering).Key)}");
            AddRanges(request.Where.Where(condition => condition.Path.Equals(ordering)), "ordered.value");
        }
        else
        {
            // The indexes by type and time know vault documents alone, and SQLite has to be told that this is all we ask for.
            _conditions.Add("docs.type IS NOT NULL");
        }

        AddOwn(request);
        AddLookups(request, fields);
    }

    /// <summary>What kind of cursor goes with it.</summary>
    public string Kind { get; }

    /// <summary>The statement and its values, from behind the keys of the last row.</summary>
    public (string Sql, object?[] Values) Page((object? Key, object Tie)? after, int limit)
    {
        var values = new List<object?>(_values);
        var conditions = new List<string>(_conditions);
        string Parameter(object? value)
        {
            values.Add(value);
            return "$" + values.Count.ToString(CultureInfo.InvariantCulture);
        }

        if (after is { } last)
        {
            var beyond = _direction == "ASC" ? ">" : "<";
            conditions.Add(_key == _tie ? $"{_key} {beyond} {Parameter(last.Key)}" : $"({_key}, {_tie}) {beyond} ({Parameter(last.Key)}, {Parameter(last.Tie)})");
        }

        var by = _key == _tie ? $"{_key} {_direction}" : $"{_key} {_direction}, {_tie} {_direction}";
        return (
            $"""
            SELECT {VaultListing.SummaryColumns}, docs.winner, {_key}, {_tie}
            FROM {_from} JOIN revs ON revs.rev = docs.winner
            WHERE {string.Join(" AND ", conditions)}
            ORDER BY {by} LIMIT {Parameter(limit)}
            """,
            values.ToArray());
    }

    private static IndexedField Find(ImmutableArray<IndexedField> fields, FieldPath path)
    {
        if (path.HasElements)
        {
            throw new UsageException("FieldHasManyValues", $"A list cannot be ordered by '{path}': it can have several values in one document.", "Order by a field with one value.");
        }

        return fields.FirstOrDefault(field => field.IsBuilt && field.Path.Equals(path)) ?? throw new UsageException(
            "FieldNotIndexed",
            $"A list cannot be ordered by '{path}': the field is not declared.",
            $"Declare it once, for example with --set storage.indexes={path}");
    }

    private void AddOwn(ListDocuments request)
    {
        if (request.Type is { } type)
        {
            Add($"docs.type = {Value(type.Value)}");
        }

        if (request.Deleted is not DeletedDocuments.Included)
        {
            _conditions.Add(request.Deleted is DeletedDocuments.Only ? "docs.deleted = 1" : "docs.deleted = 0");
        }

        if (request.OnlyBranched)
        {
            _conditions.Add("docs.live_leaves + docs.tombstone_leaves > 1");
        }

        if (request.EditedFrom is { } from)
        {
            Add($"docs.stamp_ms >= {Value(from.ToUnixTimeMilliseconds())}");
        }

        if (request.EditedBefore is { } before)
        {
            Add($"docs.stamp_ms < {Value(before.ToUnixTimeMilliseconds())}");
        }
    }

    /// <summary>Conditions on other declared fields become a look into their index.</summary>
    private void AddLookups(ListDocuments request, ImmutableArray<IndexedField> fields)
    {
        foreach (var condition in request.Where.Where(condition => !condition.Path.Equals(request.Order.Field)))
        {
            if (fields.FirstOrDefault(field => field.IsBuilt && field.Path.Equals(condition.Path)) is { } field && Ranges([condition], "value") is { Count: > 0 } ranges)
            {
                Add($"docs.doc IN (SELECT doc FROM field_values WHERE field = {Value(field.Key)} AND {string.Join(" AND ", ranges)})");
            }
        }
    }

    private void AddRanges(IEnumerable<FieldCondition> conditions, string column) => _conditions.AddRange(Ranges(conditions, column));

    /// <summary>Where in the index the values can be that meet the conditions; a condition that an index does not help with gives none.</summary>
    private List<string> Ranges(IEnumerable<FieldCondition> conditions, string column)
    {
        var ranges = new List<string>();
        foreach (var condition in conditions)
        {
            using var value = JsonDocument.Parse(condition.Value.Utf8);
            if (FieldIndex.Key(value.RootElement) is not { } key)
            {
                continue;
            }

            // Never sharper than the index: values are shortened and rounded there, so even < must take in what is equal.
            switch (condition.Comparison)
            {
                case FieldComparison.Equal:
                    ranges.Add($"{column} = {Value(key)}");
                    break;
                case FieldComparison.Less or FieldComparison.LessOrEqual:
                    ranges.Add($"{column} <= {Value(key)}");
                    break;
                case FieldComparison.Greater or FieldComparison.GreaterOrEqual:
                    ranges.Add($"{column} >= {Value(key)}");
                    break;
                case FieldComparison.StartsWith:
                    ranges.Add($"{column} >= {Value(key)} AND {column} < {Value(key + "\U0010FFFF")}");
                    break;
            }
        }

        return ranges;
    }

    private void Add(string condition) => _conditions.Add(condition);

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(CultureInfo.InvariantCulture);
    }
}
