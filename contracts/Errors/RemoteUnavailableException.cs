namespace Aurix.Platform.Errors;

/// <summary>The server cannot be reached or asks to come back later. Everything local goes on; sync tries again.</summary>
public sealed class RemoteUnavailableException(string message, string nextStep, TimeSpan? retryAfter = null, Exception? inner = null)
    : AurixException("RemoteUnavailable", message, nextStep, inner)
{
    /// <summary>How long the server asked us to wait, when it said so.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
