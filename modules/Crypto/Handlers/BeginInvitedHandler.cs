using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Takes an invitation's code apart: AUTH ‖ X.</summary>
internal sealed class BeginInvitedHandler(LoginBook book) : IRequestHandler<BeginInvited, LoginTicket>
{
    public Task<LoginTicket> Handle(BeginInvited request, CancellationToken cancellationToken)
    {
        Span<byte> code = stackalloc byte[PrintedKey.Invitation.Size];
        Span<byte> secret = stackalloc byte[GuardedKey.Size];
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(GuardedKey.Size)];
        try
        {
            PrintedKey.Invitation.Parse(request.Code, code);
            secret.Clear();
            code[GuardedKey.Size..].CopyTo(secret);
            Base64Url.EncodeToUtf8(code[..GuardedKey.Size], text);
            var login = new OpenLogin(new GuardedKey(secret), LoginAddress.ModeOf(request.Database)) { IsInvitation = true };
            return Task.FromResult(new LoginTicket(book.Begin(login), new Secret(text)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(code);
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
