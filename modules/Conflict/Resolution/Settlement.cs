using Aurix.Platform.Documents;

namespace Aurix.Platform.Conflict.Resolution;

/// <summary>How a conflict is to be settled.</summary>
internal abstract record Settlement
{
    private Settlement()
    {
    }

    /// <summary>By a merge.</summary>
    public sealed record Join(MergeOutcome.Merged Outcome, MergeProvenance Provenance) : Settlement;

    /// <summary>By copies: one stays, the others become documents.</summary>
    public sealed record Copy(Revision Main, MergeProvenance Provenance) : Settlement;

    /// <summary>Not yet.</summary>
    public sealed record Wait(string Reason) : Settlement;
}
