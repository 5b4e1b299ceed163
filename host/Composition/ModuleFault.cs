using Aurix.Platform.Errors;

namespace Aurix.Platform.Host.Composition;

/// <summary>Turns what a module threw into text: an exception of the module's own type would keep its code loaded for ever.</summary>
internal static class ModuleFault
{
    public static ModuleException From(Generation generation, Type request, Exception failure) =>
        new(
            "ModuleFault",
            $"The module {generation.Loaded.Manifest.Id} failed at {request.Name}: {failure.GetType().Name}: {failure.Message.Split('\n')[0].Trim()} ({Where(failure)})",
            "Nothing acknowledged was lost. Try again; if it happens again, report this line.");

    private static string Where(Exception failure) =>
        failure.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("at Aurix.", StringComparison.Ordinal)) ?? "no place known";
}
