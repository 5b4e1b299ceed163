using System.Buffers.Text;
using System.Security.Cryptography;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Stretches a password, hands out the half that logs in and keeps the half that opens.</summary>
internal sealed class BeginLoginHandler(PasswordStretcher stretcher, KeySplit split, LoginBook book) : IRequestHandler<BeginLogin, LoginTicket>, IDisposable
{
    // Each run takes 256 MiB; two at once would take a small machine down.
    private readonly SemaphoreSlim _oneAtATime = new(1);

    public async Task<LoginTicket> Handle(BeginLogin request, CancellationToken cancellationToken)
    {
        var address = LoginAddress.From(request.User, request.Database);
        using var password = PasswordNormaliser.Normalise(request.Password);
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Begin(password, address), cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private LoginTicket Begin(Secret password, LoginAddress address)
    {
        Span<byte> stretched = stackalloc byte[GuardedKey.Size];
        Span<byte> auth = stackalloc byte[GuardedKey.Size];
        Span<byte> kek = stackalloc byte[GuardedKey.Size];
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(GuardedKey.Size)];
        try
        {
            stretcher.Stretch(stretched, password, address);
            split.Split(auth, kek, stretched, secretKey: []);
            Base64Url.EncodeToUtf8(auth, text);
            return new LoginTicket(book.Begin(new GuardedKey(kek)), new Secret(text));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(stretched);
            CryptographicOperations.ZeroMemory(auth);
            CryptographicOperations.ZeroMemory(kek);
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
