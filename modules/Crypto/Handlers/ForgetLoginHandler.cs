using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

internal sealed class ForgetLoginHandler(KeyCabinet cabinet) : IRequestHandler<ForgetLogin, bool>
{
    public Task<bool> Handle(ForgetLogin request, CancellationToken cancellationToken) => Task.FromResult(cabinet.ForgetLogin(request.Remote));
}
