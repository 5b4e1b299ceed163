using System.Collections.Immutable;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Vault;

/// <summary>An edit as its author meant it: a put, or a delete, which is an edit like any other.</summary>
internal sealed record EditRequest(DocumentId Id, Revision? Parent, bool AllowBranch)
{
    public bool Deletes { get; init; }

    public CanonicalJson? Content { get; init; }

    public DocumentType? Type { get; init; }

    public ImmutableDictionary<string, NewAttachment> Attach { get; init; } = ImmutableDictionary<string, NewAttachment>.Empty;

    public ImmutableArray<string> Detach { get; init; } = [];

    public ImmutableArray<Revision> AlsoSaw { get; init; } = [];

    public ImmutableArray<string> SettledRecords { get; init; } = [];

    public static EditRequest From(PutDocument put) => new(put.Id, put.Parent, put.AllowBranch)
    {
        Content = put.Content,
        Type = put.Type,
        Attach = put.Attach,
        Detach = put.Detach,
        AlsoSaw = put.AlsoSaw,
        SettledRecords = put.SettledRecords,
    };

    public static EditRequest From(DeleteDocument delete) => new(delete.Id, delete.Parent, delete.AllowBranch) { Deletes = true };
}
