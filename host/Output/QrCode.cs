using QRCoder;
using Spectre.Console;

namespace Aurix.Platform.Host.Output;

/// <summary>A code as squares in the terminal, for a phone's camera.</summary>
internal static class QrCode
{
    /// <summary>Draws the text, two rows of squares to a line. A terminal with dark letters on white shows it inverted; cameras read both.</summary>
    public static void Show(IAnsiConsole console, string text)
    {
        using var generator = new QRCodeGenerator();
        using var data = generator.CreateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new AsciiQRCode(data);
        foreach (var line in code.GetGraphicSmall(drawQuietZones: true).Split('\n'))
        {
            console.Line(line.TrimEnd('\r'));
        }
    }
}
