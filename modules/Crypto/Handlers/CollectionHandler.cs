using System.Collections.Immutable;
using Aurix.Platform.Crypto.Devices;
using Aurix.Platform.Crypto.Keys;
using MediatR;

namespace Aurix.Platform.Crypto.Handlers;

/// <summary>Seals and opens what devices say of chunks to collect. There are few of them, so one after the other.</summary>
internal sealed class CollectionHandler(KeyCabinet cabinet, DeviceSealer sealer)
    : IRequestHandler<SealCollectionProposal, SealedDeviceDocument>,
      IRequestHandler<SealCollectionAnswer, SealedDeviceDocument>,
      IRequestHandler<OpenCollection, ImmutableArray<OpenCollectionOutcome>>
{
    public Task<SealedDeviceDocument> Handle(SealCollectionProposal request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(sealer.Seal(lease.Keys, request.Proposal));
    }

    public Task<SealedDeviceDocument> Handle(SealCollectionAnswer request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        return Task.FromResult(sealer.Seal(lease.Keys, request.Answer));
    }

    public Task<ImmutableArray<OpenCollectionOutcome>> Handle(OpenCollection request, CancellationToken cancellationToken)
    {
        using var lease = cabinet.Use();
        var keys = lease.Keys;
        return Task.FromResult(request.Documents.Select(document => sealer.OpenCollection(keys, document)).ToImmutableArray());
    }
}
