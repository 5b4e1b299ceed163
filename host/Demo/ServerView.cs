using System.Globalization;
using System.Text;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Demo;

/// <summary>What the server can see of a vault, read from the server itself.</summary>
internal static class ServerView
{
    public static async Task<IReadOnlyList<string>> DescribeAsync(AurixHost server, string database, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        foreach (var name in new[] { new DatabaseName(database), new DatabaseName(database + "-blob") })
        {
            var changes = await server.Mediator.Send(new ReadChanges(name, LocalSequence.Start, 10_000), cancellationToken);
            var description = await server.Mediator.Send(new DescribeDatabase(name), cancellationToken);
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"{name}: {changes.Rows.Length} documents, {description!.BytesOnDisk / 1024} KiB on disk"));
            foreach (var row in changes.Rows.Take(3))
            {
                lines.Add($"  id {row.Id}  revision {row.Winner}  leaves {row.Leaves.Length}  {await SizeAsync(server, name, row, cancellationToken)}");
            }
        }

        return lines;
    }

    private static async Task<string> SizeAsync(AurixHost server, DatabaseName database, ChangeRow row, CancellationToken cancellationToken)
    {
        var revisions = await server.Mediator.Send(new ReadRevisions(database, [new WantedRevision(row.Id, row.Winner)], PathLimit: 1), cancellationToken);
        var revision = revisions[0];
        var text = Encoding.UTF8.GetString(revision.Body!.Utf8.Span);
        return revision.Files.IsEmpty
            ? string.Create(CultureInfo.InvariantCulture, $"{text.Length} bytes: {text[..Math.Min(text.Length, 32)]}…")
            : string.Create(CultureInfo.InvariantCulture, $"{revision.Files[0].Length} bytes attached");
    }
}
