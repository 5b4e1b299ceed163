using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals a device's head for the road, under the current epoch. The same head gives the same bytes within an epoch.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record SealHead(DeviceHead Head) : IRequest<SealedDeviceDocument>;

/// <summary>A sealed head or log segment, and what it is called on the server.</summary>
/// <param name="RemoteId"><c>h</c> or <c>l</c> and 43 characters of base64url.</param>
/// <param name="Envelope">Base64url: the member <c>e</c> of the server's document.</param>
public sealed record SealedDeviceDocument(string RemoteId, string Envelope);
