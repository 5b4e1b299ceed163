using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Documents;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Host.Commands;

/// <summary>On which device each version in an explanation was written.</summary>
internal sealed class Writers(ActorId? self, ImmutableDictionary<Revision, ImmutableArray<VaultDevice>> vouchers)
{
    public static async Task<Writers> FindAsync(Composition.AurixHost host, ConflictExplanation explained, CancellationToken cancellationToken)
    {
        var versions = explained.Versions.Append(explained.Base).OfType<ExplainedVersion>();
        return new(
            (await host.Mediator.Send(new DescribeDatabase(DatabaseName.Vault), cancellationToken))?.Actor,
            await host.Mediator.Send(new FindWriters(explained.Id, [.. versions.Select(version => version.Revision)]), cancellationToken));
    }

    /// <summary>Its name; null for what nobody wrote, as a merge.</summary>
    public string? Of(ExplainedVersion version)
    {
        if (version.Body?.Merge is not null)
        {
            return null;
        }

        if (version.Stamp is { } stamp && stamp.Actor == self)
        {
            return "this device";
        }

        return vouchers.TryGetValue(version.Revision, out var devices)
            ? string.Join(" or ", devices.Select(device => device.IsThis ? "this device" : device.Name).Order(StringComparer.Ordinal))
            : "a device not heard of yet";
    }
}
