using Aurix.Platform.Conflict;
using Aurix.Platform.Merging.Text;

namespace Aurix.Platform.Tests.Text;

/// <summary>The worst that a text can be, in steps and not in seconds.</summary>
public sealed class TextGuardTests
{
    [Fact]
    public void Texts_without_a_common_word_cost_a_few_steps_a_word()
    {
        var fuel = new MergeFuel(MergeFuel.Default);
        var result = TextCase.TryMerge(Numbered("o", 200_000), Numbered("a", 200_000), Numbered("b", 200_000), fuel);

        Assert.NotNull(result);
        Assert.InRange(MergeFuel.Default - fuel.Remaining, 0, 4_000_000);
        Assert.Equal(ConflictRecordKinds.BothKept, Assert.Single(result.Records).Kind);
    }

    [Fact]
    public void One_repeated_word_costs_a_few_steps_a_word()
    {
        var fuel = new MergeFuel(MergeFuel.Default);
        var result = TextCase.TryMerge(Repeated(" a", 100_000), Repeated(" a", 90_000), Repeated(" a", 110_000), fuel);

        Assert.InRange(MergeFuel.Default - fuel.Remaining, 0, 1_000_000);
        Assert.Equal(Repeated(" a", 100_000), result!.Text);
        Assert.Empty(result.Records);
    }

    [Fact]
    public void A_repeated_word_with_something_new_here_and_there_stays_cheap()
    {
        var fuel = new MergeFuel(MergeFuel.Default);
        var rare = string.Concat(Enumerable.Range(0, 100).Select(number => Repeated(" a", 1_000) + $" x{number}"));
        var result = TextCase.TryMerge(Repeated(" a", 100_000), rare, Repeated(" a", 100_000) + " end", fuel);

        Assert.Equal(rare + " end", result!.Text);
        Assert.InRange(MergeFuel.Default - fuel.Remaining, 0, 2_000_000);
    }

    [Fact]
    public void Two_words_at_random_use_up_the_fuel_and_are_left_to_the_caller()
    {
        var fuel = new MergeFuel(MergeFuel.Default);
        var result = TextCase.TryMerge(Dice(1, 20_000), Dice(2, 20_000), Dice(3, 20_000), fuel);

        Assert.Null(result); // one line, and nothing of it left: the two side by side would help nobody
        Assert.True(fuel.Remaining >= 0);
    }

    [Fact]
    public void Where_words_cost_too_much_lines_are_merged()
    {
        var middle = string.Concat(Enumerable.Range(0, 40).Select(line => $"line {line}\n"));
        var (o, a, b) = (Dice(1, 20_000) + "\n" + middle, Dice(2, 20_000) + "\n" + middle, Dice(3, 20_000) + "\n" + middle.Replace("line 20\n", "line twenty\n", StringComparison.Ordinal));
        var result = TextCase.TryMerge(o, a, b, new MergeFuel(MergeFuel.Default))!;

        Assert.Contains("line twenty\n", result.Text, StringComparison.Ordinal);
        var record = Assert.Single(result.Records);
        Assert.Equal(ConflictRecordKinds.BothKept, record.Kind); // twenty thousand words are never hidden, in one line or not
        Assert.Equal(Dice(2, 20_000) + "\n" + Dice(3, 20_000) + "\n", TextCase.Anchored(result, record));
    }

    [Fact]
    public void Words_once_each_in_another_order_stay_within_the_fuel()
    {
        var fuel = new MergeFuel(MergeFuel.Default);
        var shuffled = Shuffled(20_000);
        var result = TextCase.TryMerge(Numbered("o", 20_000), shuffled, Numbered("o", 20_000) + " end", fuel);

        Assert.Equal(shuffled + " end", result!.Text);
        Assert.InRange(MergeFuel.Default - fuel.Remaining, 0, 10_000_000);
    }

    [Theory]
    [InlineData(4 * 1024 * 1024, true)]
    [InlineData((4 * 1024 * 1024) + 1, false)]
    public void A_text_longer_than_the_guard_is_left_to_the_caller(int length, bool merged)
    {
        var word = new string('a', length - 2);

        Assert.Equal(merged, TextCase.TryMerge("x", word + " b", "x c", new MergeFuel(MergeFuel.Default)) is not null);
    }

    [Theory]
    [InlineData(500_000, true)]
    [InlineData(500_001, false)]
    public void A_text_of_more_words_than_the_guard_is_left_to_the_caller(int words, bool merged) =>
        Assert.Equal(merged, TextCase.TryMerge(",", Repeated(",", words), ", c", new MergeFuel(MergeFuel.Default)) is not null);

    [Fact]
    public void Two_devices_with_the_same_fuel_stop_at_the_same_step()
    {
        var (one, other) = (new MergeFuel(200_000), new MergeFuel(200_000));
        var first = TextCase.TryMerge(Dice(1, 2_000), Dice(2, 2_000), Dice(3, 2_000), one);
        var second = TextCase.TryMerge(Dice(1, 2_000), Dice(2, 2_000), Dice(3, 2_000), other);

        Assert.Equal(TextCase.Spell(first), TextCase.Spell(second));
        Assert.Equal(one.Remaining, other.Remaining);
    }

    private static string Numbered(string name, int words) => string.Concat(Enumerable.Range(0, words).Select(number => $" {name}{number}"));

    private static string Repeated(string word, int times) => string.Concat(Enumerable.Repeat(word, times));

    private static string Dice(int seed, int words)
    {
        var dice = new Random(seed);
        return string.Concat(Enumerable.Range(0, words).Select(_ => dice.Next(2) == 0 ? " a" : " b"));
    }

    private static string Shuffled(int words)
    {
        var all = Enumerable.Range(0, words).Select(number => $" o{number}").ToArray();
        new Random(7).Shuffle(all);
        return string.Concat(all);
    }
}
