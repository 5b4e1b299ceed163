using Aurix.Platform.Crypto.Rotation;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class SealClosingPieceHandler(RotationBook book) : IRequestHandler<SealClosingPiece, ClosingPiece>
{
    public Task<ClosingPiece> Handle(SealClosingPiece request, CancellationToken cancellationToken) =>
        Task.FromResult(book.Use(next => next.Seal(request.Piece)));
}
