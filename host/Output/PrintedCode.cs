using Spectre.Console;

namespace Aurix.Platform.Host.Output;

/// <summary>A code that its owner has to write down: as groups to type and as squares for a camera.</summary>
internal static class PrintedCode
{
    /// <param name="console">Where to.</param>
    /// <param name="title">What it is and what to do with it.</param>
    /// <param name="code">The groups.</param>
    /// <param name="scanned">What the squares say; the code itself when null.</param>
    public static void Show(IAnsiConsole console, string title, string code, string? scanned = null)
    {
        console.Line(title);
        console.Line();
        console.Line("  " + code);
        console.Line();
        QrCode.Show(console, scanned ?? code);
        console.Line();
    }
}
