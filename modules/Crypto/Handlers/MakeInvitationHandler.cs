using System.Security.Cryptography;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>A slot for one more device, and the code that goes with it: AUTH ‖ X, printed.</summary>
internal sealed class MakeInvitationHandler(VaultIntake intake, KeyCabinet cabinet, SlotEditor slots, ISodium sodium, TimeProvider time) : IRequestHandler<MakeInvitation, Invitation>
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public Task<Invitation> Handle(MakeInvitation request, CancellationToken cancellationToken)
    {
        if (request.Lasts < TimeSpan.FromMinutes(1) || request.Lasts > Longest)
        {
            throw new UsageException("BadDuration", "An invitation lasts 1 to 60 minutes.", "Choose as few as the walk to the other device takes.");
        }

        var now = time.GetUtcNow();
        var shown = intake.Read(request.Remote, request.Document).Document.WithoutExpired(now);
        if (shown.Invitations.Length == VaultDocument.MaxInvitations)
        {
            throw new UsageException("InvitationsFull", $"{VaultDocument.MaxInvitations} invitations are open already.", "Use one, wait until one is over, or take them back with 'aurix vault invite --revoke'.");
        }

        // Rounded up, so that one minute is at least one.
        var minute = (int)((now + request.Lasts).ToUnixTimeSeconds() / 60) + 1;
        Span<byte> code = stackalloc byte[PrintedKey.Invitation.Size];
        Span<byte> secret = stackalloc byte[GuardedKey.Size];
        try
        {
            secret.Clear();
            sodium.Random(secret[..(code.Length - GuardedKey.Size)]);
            secret[..(code.Length - GuardedKey.Size)].CopyTo(code[GuardedKey.Size..]);
            if (!cabinet.TryRecallLogin(request.Remote, code[..GuardedKey.Size]))
            {
                throw new VaultException("LoginMissing", "This device does not know how to log in any more.", "Run 'aurix sync login' with the password first.");
            }

            using var lease = cabinet.Use();
            var document = slots.Invite(shown, lease.Keys, secret, minute);
            return Task.FromResult(new Invitation(document.Write(), PrintedKey.Invitation.Format(code), DateTimeOffset.FromUnixTimeSeconds(60L * minute)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(code);
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
