using System.Collections.Immutable;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Handlers;

/// <summary>Keeps what was refused until it is settled or forgotten.</summary>
internal sealed class QuarantineHandler(Databases databases)
    : IRequestHandler<QuarantineRemote, int>,
      IRequestHandler<ListQuarantine, ImmutableArray<QuarantinedEntry>>,
      IRequestHandler<CountQuarantine, long>,
      IRequestHandler<FindQuarantined, QuarantinedEntry?>,
      IRequestHandler<ForgetQuarantined, int>,
      IRequestHandler<SettleQuarantine, int>,
      IRequestHandler<ListForgedDeletes, ImmutableArray<HiddenLeaf>>,
      IRequestHandler<NoteHealed, int>
{
    public Task<int> Handle(QuarantineRemote request, CancellationToken cancellationToken) =>
        WriteAsync(session => QuarantineSql.Add_InTransaction(session, request.Entries), cancellationToken);

    public Task<ImmutableArray<QuarantinedEntry>> Handle(ListQuarantine request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return ReadAsync(session => QuarantineSql.List(session, request), cancellationToken);
    }

    public Task<long> Handle(CountQuarantine request, CancellationToken cancellationToken) => ReadAsync(QuarantineSql.Count, cancellationToken);

    public Task<QuarantinedEntry?> Handle(FindQuarantined request, CancellationToken cancellationToken) =>
        ReadAsync(session => QuarantineSql.Find(session, request.Number), cancellationToken);

    public Task<int> Handle(ForgetQuarantined request, CancellationToken cancellationToken) =>
        WriteAsync(session => QuarantineSql.Forget_InTransaction(session, request.Numbers), cancellationToken);

    public async Task<int> Handle(SettleQuarantine request, CancellationToken cancellationToken) =>
        await ReadAsync(session => QuarantineSql.HasAny(session, request), cancellationToken)
            ? await WriteAsync(session => QuarantineSql.Settle_InTransaction(session, request), cancellationToken)
            : 0;

    public Task<ImmutableArray<HiddenLeaf>> Handle(ListForgedDeletes request, CancellationToken cancellationToken)
    {
        Limits.Require(request.Limit, 1000);
        return ReadAsync(session => QuarantineSql.ForgedDeletes(session, request), cancellationToken);
    }

    public Task<int> Handle(NoteHealed request, CancellationToken cancellationToken) =>
        WriteAsync(session => QuarantineSql.NoteHealed_InTransaction(session, request.Documents), cancellationToken);

    private async Task<T> ReadAsync<T>(Func<Sqlite.Session, T> work, CancellationToken cancellationToken) =>
        (await databases.RequireVaultAsync(cancellationToken)).Read(work);

    private async Task<T> WriteAsync<T>(Func<Sqlite.Session, T> work, CancellationToken cancellationToken) =>
        await (await databases.RequireVaultAsync(cancellationToken)).WriteAsync((session, _) => work(session), cancellationToken);
}
