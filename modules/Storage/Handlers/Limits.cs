namespace Aurix.Platform.Storage.Handlers;

/// <summary>Sizes of pages, as the contracts state them.</summary>
internal static class Limits
{
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and the most.</exception>
    public static void Require(int limit, int most)
    {
        if (limit < 1 || limit > most)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"A page has 1 to {most} rows.");
        }
    }
}
