using Aurix.Platform.Crypto.Rotation;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class CommitRotationHandler(RotationBook book, ClosedEpochs closed) : IRequestHandler<CommitRotation, VaultDescription>
{
    public Task<VaultDescription> Handle(CommitRotation request, CancellationToken cancellationToken) => Task.FromResult(book.Commit(request.Remote, closed));
}
