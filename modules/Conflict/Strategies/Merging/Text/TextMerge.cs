using Aurix.Platform.Conflict;

namespace Aurix.Platform.Merging.Text;

/// <summary>Joins two versions of a text.</summary>
public static class TextMerge
{
    /// <summary>Joins two versions of a text. Null when the guard or the fuel says no; the caller declines.</summary>
    public static TextMergeResult? Merge(
        string path, string? original, TextVariant left, TextVariant right, TextGrain grain, MergePurpose purpose, MergeFuel fuel)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Text == right.Text || right.Text == original)
        {
            return new TextMergeResult(left.Text, []);
        }

        return left.Text == original ? new TextMergeResult(right.Text, []) : null;
    }
}
