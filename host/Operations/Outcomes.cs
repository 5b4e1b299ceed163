using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Operations;

/// <summary>How a message ended, in words of which there are few: they become labels, and a label must neither grow without end nor tell anything.</summary>
internal static class Outcomes
{
    public const string Answered = "answered";
    private const string Refused = "refused";
    private const string Failed = "failed";
    private const string TimedOut = "timed_out";
    private const string Unavailable = "unavailable";
    private const string Cancelled = "cancelled";

    /// <summary>Whether somebody's code or the machine was at fault, and not the one who asked.</summary>
    public static bool IsFailure(string outcome) => outcome is Failed or TimedOut or Unavailable;

    /// <summary>The outcome, and the kind of error: the type's name and not its code, because a module chooses the code.</summary>
    public static (string Outcome, string Error) Of(Exception failure) => failure switch
    {
        OperationCanceledException => (Cancelled, nameof(OperationCanceledException)),
        ModuleException { Code: "MessageTimeout" } => (TimedOut, nameof(ModuleException)),
        ModuleException { Code: "ModuleUnavailable" or "ModuleStopped" or "ModuleMissing" } => (Unavailable, nameof(ModuleException)),
        ModuleException { Code: "ModuleFault" } => (Failed, nameof(ModuleException)),
        AurixException refused when refused.GetType().Assembly == typeof(AurixException).Assembly => (refused is StoreException ? Failed : Refused, refused.GetType().Name),
        _ => (Failed, "_OTHER"), // OpenTelemetry's word for what has no name of its own
    };
}
