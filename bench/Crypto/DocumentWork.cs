using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Bench.Crypto;

/// <summary>What a document costs altogether, from its body to what a server stores and back.</summary>
internal sealed class DocumentWork
{
    private readonly SealKeys _keys;
    private readonly RevisionDraft _draft;
    private readonly ReceivedDocument _received;

    /// <param name="keys">Whose.</param>
    /// <param name="size">Bytes of the padded body.</param>
    public DocumentWork(SealKeys keys, int size)
    {
        const string Start = """{"cs":{"00000000000000a1":[[1,1]]},"dot":["00000000000000a1",1],"id":"note:1","kind":"edit","parents":[],"stamp":[1,0,"00000000000000a1"],"type":"note","v":1,"x":{"text":" """;
        var body = Encoding.UTF8.GetBytes(Start + new string('w', size - 4 - Start.Length - 3) + "\"}}");
        _keys = keys;
        _draft = new RevisionDraft(new DocumentId("note:1"), 1, RevisionHash.None, IsTombstone: false, body);
        var made = keys.Documents.Seal(keys.Keys, _draft);
        _received = new ReceivedDocument(made.RemoteId, made.Revision.ToString(), IsTombstone: false, made.Envelope, [made.Revision.Hash.ToString()]);
    }

    public void Seal() => _keys.Documents.Seal(_keys.Keys, _draft);

    public void Open()
    {
        if (_keys.Opener.Open(_keys.Keys, _received) is OpenOutcome.Rejected refused)
        {
            throw new InvalidOperationException(refused.Code);
        }
    }
}
