namespace Aurix.Platform.Errors;

/// <summary>Something that a person or a caller can act on went wrong: what happened, to what, and what to do next.</summary>
/// <remarks>
/// Ordinary outcomes are values, not exceptions. The message never holds content or a secret; a document is named by its id only
/// where its owner reads the message.
/// </remarks>
public abstract class AurixException : Exception
{
    /// <summary>An error with its text, its code and its next step.</summary>
    protected AurixException(string code, string message, string nextStep, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        NextStep = nextStep;
    }

    /// <summary>A stable name for programs, such as <c>WrongPassword</c>.</summary>
    public string Code { get; }

    /// <summary>What the reader should do now, as one sentence.</summary>
    public string NextStep { get; }

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public virtual bool IsTransient => false;
}
