using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Guests;

/// <summary>Writes down every call of a guest, one line of JSON each: when, who, what, which document, how it ended. Never content.</summary>
/// <remarks>A written revision is named with its parent, so that its owner can take it back with <c>aurix restore</c>. A line is on disk before its call is answered.</remarks>
internal sealed class GuestAudit : IDisposable
{
    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly string _guest;

    public GuestAudit(string path, string guest, TimeProvider time)
    {
        _file = new FileStream(path, OwnerOnly.Writing(FileMode.Append, FileShare.ReadWrite));
        _guest = guest;
        _time = time;
    }

    /// <param name="method">As the guest wrote it; cut, since it may be anything.</param>
    /// <param name="document">The document, null when the call named none.</param>
    /// <param name="outcome"><c>ok</c> or the code of the refusal.</param>
    /// <param name="written">The revision that the call made, null for none.</param>
    /// <param name="parent">What it was made on.</param>
    public void Note(string method, string? document, string outcome, string? written = null, string? parent = null)
    {
        var line = new JsonObject
        {
            ["at"] = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
            ["guest"] = _guest,
            ["method"] = method.Length <= 64 ? method : method[..64],
            ["document"] = document,
            ["outcome"] = outcome,
        };
        if (written is not null)
        {
            line["revision"] = written;
            line["parent"] = parent;
        }

        _file.Write(System.Text.Encoding.UTF8.GetBytes(line.ToJsonString() + "\n"));
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();
}
