using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Says what a device's head and some pieces of its log are called on the server.</summary>
/// <param name="Device">Whose.</param>
/// <param name="FirstSegment">The first piece.</param>
/// <param name="Segments">How many pieces.</param>
[RoutedTo(Roles.Crypto)]
public sealed record NameDeviceDocuments(DeviceId Device, int FirstSegment, int Segments) : IRequest<DeviceDocumentNames>;

/// <summary>What things are called on the server.</summary>
public sealed record DeviceDocumentNames(string Head, ImmutableArray<string> Segments);
