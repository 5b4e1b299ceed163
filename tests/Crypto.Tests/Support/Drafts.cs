using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Revisions to seal, with their canonical bytes written out.</summary>
internal static class Drafts
{
    public const string Id = "note:1";
    public static readonly RevisionHash Parent = new(0x0123456789abcdef);

    public static string EditText(string id = Id, string content = "{\"title\":\"Grüße\"}") =>
        $$"""{"cs":{"00000000000000a1":[[1,1]]},"dot":["00000000000000a1",1],"id":"{{id}}","kind":"edit","parents":[],"stamp":[1,0,"00000000000000a1"],"type":"note","v":1,"x":{{content}}}""";

    public static string RetireText(string id = Id) => $$"""{"id":"{{id}}","kind":"retire","type":"note","v":1}""";

    public static RevisionDraft Edit(string id = Id, int generation = 1, string content = "{\"title\":\"Grüße\"}") =>
        Draft(EditText(id, content), id, generation);

    public static RevisionDraft Retire(int generation = 2) => Draft(RetireText(), Id, generation, isTombstone: true);

    public static RevisionDraft Draft(string body, string id = Id, int generation = 1, bool isTombstone = false) =>
        new(new DocumentId(id), generation, generation == 1 ? RevisionHash.None : Parent, isTombstone, Encoding.UTF8.GetBytes(body));

    /// <summary>What an honest server tells of a sealed document.</summary>
    public static ReceivedDocument Received(SealedDocument sealedDocument, bool isTombstone = false) =>
        new(sealedDocument.RemoteId, sealedDocument.Revision.ToString(), isTombstone, sealedDocument.Envelope, []);
}
