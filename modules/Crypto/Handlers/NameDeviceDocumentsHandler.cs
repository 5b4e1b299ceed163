using System.Collections.Immutable;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Primitives;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Names a device's head and pieces of its log.</summary>
internal sealed class NameDeviceDocumentsHandler(KeyCabinet cabinet, ISodium sodium) : IRequestHandler<NameDeviceDocuments, DeviceDocumentNames>
{
    public Task<DeviceDocumentNames> Handle(NameDeviceDocuments request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        Span<byte> bid = stackalloc byte[DeviceNames.Size];
        DeviceNames.Head(bid, sodium, lease.Keys, request.Device);
        var head = DeviceNames.ToText(SealKind.Head, bid);
        var segments = ImmutableArray.CreateBuilder<string>(request.Segments);
        for (var index = 0; index < request.Segments; index++)
        {
            DeviceNames.Segment(bid, sodium, lease.Keys, request.Device, request.FirstSegment + index);
            segments.Add(DeviceNames.ToText(SealKind.LogSegment, bid));
        }

        return Task.FromResult(new DeviceDocumentNames(head, segments.MoveToImmutable()));
    }
}
