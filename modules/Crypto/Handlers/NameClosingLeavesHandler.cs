using Aurix.Platform.Crypto.Rotation;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class NameClosingLeavesHandler(RotationBook book) : IRequestHandler<NameClosingLeaves, int>
{
    public Task<int> Handle(NameClosingLeaves request, CancellationToken cancellationToken) =>
        Task.FromResult(book.Use(next => next.Name(request.Leaves)));
}
