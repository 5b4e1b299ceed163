using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Old slot and new slot side by side: whichever password the server takes when this is cut off opens the vault.</summary>
internal sealed class AddPasswordSlotHandler(VaultIntake intake, KeyCabinet cabinet, LoginBook book, SlotEditor slots) : IRequestHandler<AddPasswordSlot, BodyBytes>
{
    public Task<BodyBytes> Handle(AddPasswordSlot request, CancellationToken cancellationToken)
    {
        var shown = intake.Read(request.Remote, request.Document).Document;
        return Task.FromResult(book.Use(request.Login, login => request.Present is { } present
            ? book.Use(present, opener => Add(shown, login, opener))
            : Add(shown, login, present: null)));
    }

    private BodyBytes Add(VaultDocument shown, OpenLogin login, OpenLogin? present)
    {
        using var lease = cabinet.Use();
        return slots.Add(shown, lease.Keys, login, present).Write();
    }
}
