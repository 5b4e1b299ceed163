using System.Collections;

namespace Aurix.Platform.Host.Operations;

/// <summary>What each line logged while a message is handled says beside itself: the message's type and the role that handles it.</summary>
/// <remarks>One object for each type of message, made once.</remarks>
internal sealed class MessageScope(string type, string role) : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly string _text = $"{type} → {role}";

    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index == 0 ? new("Message", type) : new("Role", role);

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    public override string ToString() => _text;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
