namespace Aurix.Platform.Merging.Text;

/// <summary>What a text is cut into before it is compared. A piece is kept or replaced as a whole.</summary>
public enum TextGrain
{
    /// <summary>Words, for prose (<c>tok/1</c>).</summary>
    Word,

    /// <summary>Lines, for code and configuration, where half of a line of each side means nothing.</summary>
    Line,
}
