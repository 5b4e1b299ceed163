namespace Aurix.Platform.Documents;

/// <summary>The name of one user edit of one document: who, and which of that actor's edits of this document, counted from 1.</summary>
public readonly record struct Dot(ActorId Actor, long Number)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Actor}:{Number}";
}
