using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Rotation;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>What a rotation left behind: says whether its list is here, and takes it piece by piece.</summary>
internal sealed class ClosedEpochsHandler(KeyCabinet cabinet, ClosedEpochs closed)
    : IRequestHandler<DescribeClosedEpochs, ClosedEpochsDescription>, IRequestHandler<KeepClosingPiece, ClosedEpochsDescription>
{
    public Task<ClosedEpochsDescription> Handle(DescribeClosedEpochs request, CancellationToken cancellationToken) => Task.FromResult(Describe());

    public Task<ClosedEpochsDescription> Handle(KeepClosingPiece request, CancellationToken cancellationToken)
    {
        if (request.List != Describe().List)
        {
            throw VaultErrors.ClosingListInvalid();
        }

        closed.Keep(request.List, request.Offset, request.Data.Span);
        return Task.FromResult(Describe());
    }

    private ClosedEpochsDescription Describe()
    {
        using var lease = cabinet.Use();
        var list = lease.Keys.Closing;
        return new ClosedEpochsDescription(lease.Keys.Current.Number, list, list is null ? 0 : closed.Received(list));
    }
}
