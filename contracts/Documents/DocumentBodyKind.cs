namespace Aurix.Platform.Documents;

/// <summary>What made a revision.</summary>
public enum DocumentBodyKind
{
    /// <summary>Somebody changed or deleted the document.</summary>
    Edit,

    /// <summary>A device joined heads that did not know of each other.</summary>
    Merge,

    /// <summary>A head that lost, kept whole behind a tombstone.</summary>
    Park,

    /// <summary>A parked head brought back, because nothing that covers it is alive.</summary>
    Revive,

    /// <summary>A parked head given up after every device has the merge that covers it.</summary>
    Retire,
}
