using Aurix.Platform.Documents;

namespace Aurix.Platform.Merging.Text;

/// <summary>What one version made of a text.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="Stamp">When it was edited: between two that cannot both stand, the later does.</param>
/// <param name="Revision">Which version, for records.</param>
public sealed record TextVariant(string Text, HybridTimestamp Stamp, Revision Revision)
{
    /// <summary>The size, not the content.</summary>
    public override string ToString() => $"{nameof(TextVariant)} of {Text.Length} characters at {Revision}";
}
