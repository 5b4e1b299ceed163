using Aurix.Platform.Crypto;
using Aurix.Platform.Sync.CouchDb;
using MediatR;

namespace Aurix.Platform.Sync.Rotation;

/// <summary>Puts the list of what stays valid of closed keys on a server that did not see them replaced, before the vault document that names it.</summary>
internal sealed class ClosedEpochsSender(IMediator mediator, BlobDatabase remote)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if ((await mediator.Send(new DescribeClosedEpochs(), cancellationToken)).List is null)
        {
            return;
        }

        for (var (piece, last) = (0, false); !last; piece++)
        {
            var sealedPiece = await mediator.Send(new SealClosedPiece(piece), cancellationToken);
            using (sealedPiece.Blob)
            {
                await remote.PutAsync(sealedPiece.Blob.Address, sealedPiece.Blob.Bytes, cancellationToken);
                last = sealedPiece.IsLast;
            }
        }
    }
}
