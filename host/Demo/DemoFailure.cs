using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Demo;

/// <summary>Something that the demo promises turned out not to be so.</summary>
internal sealed class DemoFailure(string message)
    : AurixException("DemoFailed", message, "This is a defect: run the demo again with --keep --verbose and report what it prints.")
{
    public static void Unless(bool holds, string message)
    {
        if (!holds)
        {
            throw new DemoFailure(message);
        }
    }
}
