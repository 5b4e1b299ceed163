using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>The new password's slot alone, and the pin on it: a server that brings the old slot back is a rollback from now on.</summary>
internal sealed class KeepPasswordSlotHandler(VaultIntake intake, KeyCabinet cabinet, LoginBook book, VaultWrapper wrapper, SlotEditor slots) : IRequestHandler<KeepPasswordSlot, BodyBytes?>
{
    public Task<BodyBytes?> Handle(KeepPasswordSlot request, CancellationToken cancellationToken)
    {
        var shown = intake.Read(request.Remote, request.Document).Document;
        var kept = book.Use(request.Login, login => slots.KeepOnly(shown, login)) ?? throw VaultErrors.SlotInvalid();
        var opened = book.Use(request.Login, login => wrapper.OpenWithPassword(kept, login)) ?? throw VaultErrors.SlotInvalid();
        cabinet.Admit(request.Remote, opened);
        return Task.FromResult(ReferenceEquals(kept, shown) ? null : kept.Write());
    }
}
