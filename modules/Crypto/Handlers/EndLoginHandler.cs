using Aurix.Platform.Crypto.Login;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Ends a login and wipes its key.</summary>
internal sealed class EndLoginHandler(LoginBook book) : IRequestHandler<EndLogin, bool>
{
    public Task<bool> Handle(EndLogin request, CancellationToken cancellationToken) => Task.FromResult(book.End(request.Number));
}
