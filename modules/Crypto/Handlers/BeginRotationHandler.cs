using Aurix.Platform.Crypto.Rotation;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class BeginRotationHandler(RotationBook book) : IRequestHandler<BeginRotation, int>
{
    public Task<int> Handle(BeginRotation request, CancellationToken cancellationToken) => Task.FromResult(book.Begin());
}
