using System.Collections.Frozen;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Guests;

/// <summary>What a guest may do, document type by document type. What was not granted is denied.</summary>
internal sealed class GuestGrants
{
    private readonly FrozenSet<(DocumentType Type, bool Write)> _grants;

    private GuestGrants(IEnumerable<(DocumentType Type, bool Write)> grants) => _grants = grants.ToFrozenSet();

    /// <summary>Reads grants like <c>note:read</c> and <c>note:write</c>. There is no grant of everything.</summary>
    /// <exception cref="UsageException"><c>BadGrant</c>.</exception>
    public static GuestGrants Parse(IEnumerable<string> grants) => new(grants.Select(grant =>
    {
        var colon = grant.LastIndexOf(':');
        return colon > 0 && DocumentType.IsValid(grant[..colon]) && grant[(colon + 1)..] is "read" or "write"
            ? (new DocumentType(grant[..colon]), grant.EndsWith("write", StringComparison.Ordinal))
            : throw new UsageException("BadGrant", $"'{grant}' is no grant.", "Write the type of document and what may be done with it, like note:read or transcript:write.");
    }));

    public bool MayRead(DocumentType type) => _grants.Contains((type, false));

    public bool MayWrite(DocumentType type) => _grants.Contains((type, true));
}
