using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals a device's answer to a proposal for the road, under the current epoch.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealCollectionAnswer(CollectionAnswer Answer) : IRequest<SealedDeviceDocument>;
