using System.CommandLine;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>What commands that answer a page at a time share.</summary>
internal static class Paging
{
    public static Option<string?> AfterOption() => new("--after") { Description = "Go on where a page ended: what it printed as 'next'.", HelpName = "NEXT" };

    public static Option<int> LimitOption(int usual, int most)
    {
        var limit = new Option<int>("--limit") { Description = $"How many at the most, 1 to {most}.", DefaultValueFactory = _ => usual, HelpName = "N" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var wanted && (wanted < 1 || wanted > most))
            {
                result.AddError($"--limit takes a number from 1 to {most}.");
            }
        });
        return limit;
    }

    public static PageCursor? Cursor(string? text) => text is null ? null : new PageCursor(text);

    public static string Remark(PageCursor? next) => next is { } cursor ? $"; there is more, go on with --after {cursor.Text}" : "";
}
