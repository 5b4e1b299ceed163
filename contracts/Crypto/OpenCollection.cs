using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Opens what a server shows as a proposal to delete chunks and as answers to it: one outcome for each, in order.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record OpenCollection(ImmutableArray<ReceivedDeviceDocument> Documents) : IRequest<ImmutableArray<OpenCollectionOutcome>>;

/// <summary>How opening a word on collecting ended.</summary>
public abstract record OpenCollectionOutcome
{
    private OpenCollectionOutcome()
    {
    }

    /// <summary>The vault's proposal, written by a device of it.</summary>
    /// <param name="Proposal">What it says.</param>
    /// <param name="Epoch">The epoch that it was sealed under.</param>
    /// <param name="Seal">Commits to every byte of it.</param>
    public sealed record Proposed(CollectionProposal Proposal, int Epoch, string Seal) : OpenCollectionOutcome;

    /// <summary>A device's answer, written by a device of this vault.</summary>
    /// <param name="Answer">What it says.</param>
    /// <param name="Epoch">The epoch that it was sealed under.</param>
    public sealed record Answered(CollectionAnswer Answer, int Epoch) : OpenCollectionOutcome;

    /// <summary>Not to be used.</summary>
    /// <param name="Code">One of <see cref="RejectionCodes"/>.</param>
    /// <param name="Detail">One sentence for a person.</param>
    public sealed record Rejected(string Code, string Detail) : OpenCollectionOutcome;
}
