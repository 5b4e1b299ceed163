using System.Collections.Immutable;
using System.CommandLine;
using Aurix.Platform.Documents;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Host.Commands;

internal static class AttachCommand
{
    public static Command Make()
    {
        var id = Documents.IdArgument();
        var file = new Argument<string>("file") { Description = "The file to attach, up to 32 GiB." };
        var name = new Option<string?>("--name") { Description = "Its name in the document. Default: the file's own.", HelpName = "NAME" };
        var mediaType = new Option<string?>("--media-type") { Description = "Such as audio/flac. Default: by the file's ending.", HelpName = "TYPE" };
        var resume = new Option<string?>("--resume")
        {
            Description = "Go on with an attach that was cut off: its number, or none to look for one that fits the file.",
            HelpName = "UPLOAD",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("attach", "Attach a file to a document. The document is made if there is none.") { id, file, name, mediaType, resume };
        command.Run(async (host, parsed, cancellationToken) =>
        {
            var document = Documents.Id(parsed.GetValue(id)!);
            var path = parsed.GetValue(file)!;
            var upload = parsed.GetResult(resume) is null ? null : await UnfinishedAttach.FindAsync(host, path, parsed.GetValue(resume), cancellationToken);
            var blob = await BlobFile.StoreAsync(host, path, upload, cancellationToken);
            var attachment = new NewAttachment(blob, parsed.GetValue(mediaType) ?? BlobFile.MediaType(path));
            var put = await PutAsync(host, document, parsed.GetValue(name) ?? Path.GetFileName(path), attachment, cancellationToken);
            return Documents.Tell(document, put, "Attached to");
        });
        return command;
    }

    private static async Task<PutOutcome> PutAsync(AurixHost host, DocumentId id, string name, NewAttachment attachment, CancellationToken cancellationToken)
    {
        var shown = await Documents.FindAsync(host, id, cancellationToken);
        var put = new PutDocument(id, shown is { Body.Deleted: false } ? null : CanonicalJson.EmptyObject, shown?.Revision)
        {
            Attach = ImmutableDictionary<string, NewAttachment>.Empty.Add(name, attachment),
        };
        return await host.Mediator.Send(put, cancellationToken);
    }
}
