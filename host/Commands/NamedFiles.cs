using System.Collections.Immutable;
using System.CommandLine;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

/// <summary>Finds files the way people know them: by document and name.</summary>
internal static class NamedFiles
{
    private const int Page = 500;

    public static Argument<string?> NameArgument() => new("file") { Description = "The attached file's name. Default: all files of the document.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>The files of a document, or the one of this name; empty when there is no such document or file.</summary>
    public static async Task<ImmutableArray<NamedFile>> FindAsync(AurixHost host, DocumentId document, string? name, CancellationToken cancellationToken) =>
        await Documents.FindAsync(host, document, cancellationToken) is { } found
            ? [.. found.Body.Attachments.Where(file => name is null || file.Key == name).Select(file => new NamedFile(document, file.Key, file.Value.Blob))]
            : [];

    /// <summary>Every file that a document shows.</summary>
    public static async Task<List<NamedFile>> AllAsync(AurixHost host, CancellationToken cancellationToken)
    {
        var files = new List<NamedFile>();
        for (PageCursor? after = null; ;)
        {
            var page = await host.Mediator.Send(new ListDocuments(after, Page), cancellationToken);
            foreach (var document in page.Documents.Where(document => document.Files > 0))
            {
                files.AddRange(await FindAsync(host, document.Id, name: null, cancellationToken));
            }

            if (page.Next is null)
            {
                return files;
            }

            after = page.Next;
        }
    }

    public static string NothingFound(DocumentId document, string? name) =>
        name is null ? $"{document} has no files." : $"{document} has no file '{name}'.";
}

/// <summary>A file under the name that a document gives it.</summary>
internal sealed record NamedFile(DocumentId Document, string Name, BlobReference Blob)
{
    public BlobKey Key => new(Blob.Manifest.ToString());
}
