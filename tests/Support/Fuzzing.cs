using System.Globalization;

namespace Aurix.Platform.Tests;

/// <summary>How much is fuzzed, and from which seed: <c>AURIX_TEST_FUZZ</c> inputs a parser, <c>AURIX_TEST_SEED</c> for another walk than the usual one.</summary>
/// <remarks>The usual walk is the same each time, so that a red run means a change and can be repeated. Other walks are for whoever looks for more.</remarks>
public static class Fuzzing
{
    /// <summary>The seed of this run; a failure names it.</summary>
    public static int Seed { get; } = Number("AURIX_TEST_SEED") ?? 20_261_123;

    /// <summary>How many inputs, the bounded number unless more was asked for.</summary>
    public static int Count(int bounded) => Number("AURIX_TEST_FUZZ") ?? bounded;

    /// <summary>Gives each damaged input to the parser; whatever it throws that it may not, is told with the input.</summary>
    /// <param name="count">Inputs when nobody asked for more.</param>
    /// <param name="corpus">Valid inputs to damage.</param>
    /// <param name="parse">Asserts what must hold for any input.</param>
    public static void Run(int count, IReadOnlyList<byte[]> corpus, Action<byte[]> parse)
    {
        var mutator = new Mutator(Seed);
        for (var input = Count(count); input > 0; input--)
        {
            var damaged = mutator.Damage(corpus[mutator.Next(corpus.Count)]);
            try
            {
                parse(damaged);
            }
            catch (Exception wrong)
            {
                throw new InvalidOperationException($"AURIX_TEST_SEED={Seed}, {input} inputs before the end: {Convert.ToBase64String(damaged)}", wrong);
            }
        }
    }

    private static int? Number(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
