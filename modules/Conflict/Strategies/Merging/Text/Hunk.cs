namespace Aurix.Platform.Merging.Text;

/// <summary>One change: the tokens from <paramref name="Start"/> to <paramref name="End"/> of the base became those from <paramref name="From"/> to <paramref name="To"/> of the side.</summary>
internal readonly record struct Hunk(int Start, int End, int From, int To)
{
    public bool Deletes => End > Start;

    public bool Inserts => To > From;
}
