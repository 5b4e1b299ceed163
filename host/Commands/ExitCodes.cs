using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Commands;

/// <summary>What a script can tell from how the program ended. Listed in README.md.</summary>
internal static class ExitCodes
{
    public const int Success = 0;
    public const int Failure = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int Unavailable = 5;
    public const int Modules = 6;
    public const int Cancelled = 130;

    public static int Of(AurixException error) => error switch
    {
        UsageException or InvalidDocumentException => Usage,
        RemoteUnavailableException => Unavailable,
        ModuleException => Modules,
        _ => Failure,
    };
}
