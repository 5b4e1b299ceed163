using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>Turns what a module threw into text: an exception of the module's own type would keep its code loaded for ever.</summary>
internal static class ModuleFault
{
    /// <summary>Whether an exception is not one of the contracts', and so may be of a type that the module brought.</summary>
    public static bool IsOwn(Exception failure) => failure is not AurixException || failure.GetType().Assembly != typeof(AurixException).Assembly;

    /// <param name="generation">The module.</param>
    /// <param name="place">The request it was at, or the step of its life.</param>
    /// <param name="failure">What it threw.</param>
    public static ModuleException From(Generation generation, string place, Exception failure) =>
        new(
            "ModuleFault",
            $"The module {generation.Loaded.Manifest.Id} failed at {place}: {failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()} ({Where(failure)})",
            "Nothing acknowledged was lost. Try again; if it happens again, report this line.");

    private static string Where(Exception failure) =>
        failure.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at Aurix.", StringComparison.Ordinal)) ?? "no place known";
}
