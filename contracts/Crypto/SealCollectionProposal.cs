using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals the vault's proposal to delete chunks for the road, under the current epoch.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealCollectionProposal(CollectionProposal Proposal) : IRequest<SealedDeviceDocument>;
