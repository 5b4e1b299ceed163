using Aurix.Platform.Documents;
using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Asks one extension to do one of the things it can. The host answers with the module whose id is <paramref name="Extension"/>.</summary>
/// <param name="Extension">The module's id, such as <c>me.hello</c>.</param>
/// <param name="Operation">What it shall do; the extension knows the names.</param>
/// <param name="Argument">What the operation is about; <see cref="CanonicalJson.Null"/> when nothing needs saying.</param>
/// <exception cref="Errors.ModuleException"><c>ExtensionMissing</c>: nobody serves it, or it was set aside.</exception>
[RoutedTo(Roles.Extension)]
public sealed record RunExtension(string Extension, string Operation, CanonicalJson Argument) : IRequest<ExtensionAnswer>, IRoutedByName
{
    string IRoutedByName.RouteName => Extension;

    /// <summary>Who shall do what, not about what.</summary>
    public override string ToString() => $"{nameof(RunExtension)} {Extension} {Operation}";
}

/// <summary>How a <see cref="RunExtension"/> ended.</summary>
/// <param name="Succeeded">Whether the extension did what was asked.</param>
/// <param name="Summary">One line for a log: numbers and addresses, no content.</param>
/// <param name="Result">What came out of it; may hold content.</param>
public sealed record ExtensionAnswer(bool Succeeded, string Summary, CanonicalJson Result)
{
    /// <summary>An operation that was done and has nothing to show but its summary.</summary>
    public static ExtensionAnswer Done(string summary) => new(Succeeded: true, summary, CanonicalJson.Null);

    /// <summary>What an extension answers to an operation that it does not have.</summary>
    public static ExtensionAnswer Unknown(string operation) => new(Succeeded: false, $"There is no operation '{operation}'.", CanonicalJson.Null);
}
