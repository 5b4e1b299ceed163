using System.Globalization;
using System.Text;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Torture;

/// <summary>Tells the test what is tried and what was acknowledged. A line is in the pipe, out of this process's hands, before the call returns.</summary>
/// <remarks>
/// <code>
/// try N doc ATTEMPT            one line for each document of operation N
/// try N blob DATABASE LENGTH SHA256
/// try N local DATABASE ID VERSION SHA256
/// done N [KEY | REVISION,SEQUENCE …]
/// saw DATABASE SEQUENCE        a reader was shown this place in the feed
/// </code>
/// </remarks>
internal sealed class Report(Stream output)
{
    private readonly Lock _gate = new();
    private int _number;

    public int Try(params IEnumerable<Attempt> attempts)
    {
        var number = Interlocked.Increment(ref _number);
        foreach (var attempt in attempts)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"try {number} doc {attempt}"));
        }

        return number;
    }

    public int TryBlob(DatabaseName database, byte[] data) => TryOther(string.Create(CultureInfo.InvariantCulture, $"blob {database} {data.Length} {Words.Hash(data)}"));

    public int TryLocal(DatabaseName database, string id, long version, BodyBytes body) =>
        TryOther(string.Create(CultureInfo.InvariantCulture, $"local {database} {id} {version} {Words.Hash(body.Utf8.Span)}"));

    public void Done(int number, params IEnumerable<string> outcomes) => Say(string.Create(CultureInfo.InvariantCulture, $"done {number} {string.Join(' ', outcomes)}").TrimEnd());

    public void Say(string line)
    {
        var bytes = Encoding.UTF8.GetBytes(line + "\n");
        lock (_gate)
        {
            output.Write(bytes);
            output.Flush();
        }
    }

    private int TryOther(string what)
    {
        var number = Interlocked.Increment(ref _number);
        Say(string.Create(CultureInfo.InvariantCulture, $"try {number} {what}"));
        return number;
    }
}
