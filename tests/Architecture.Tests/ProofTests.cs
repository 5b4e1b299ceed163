using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>What is promised is tested: every attack of crypto.md §7 has its tests, and every test and command that a page names is there.</summary>
public sealed partial class ProofTests
{
    private const int Last = 76;

    // Numbers without a test, each with why. To be kept empty.
    private static readonly Dictionary<string, string> Untested = [];

    private static readonly HashSet<string> Tests = [.. TestMethods()];

    [Fact]
    public void Every_attack_of_the_design_has_a_test_that_bears_its_number()
    {
        var borne = Tests.SelectMany(Numbers).ToHashSet();

        var missing = Enumerable.Range(1, Last).Select(number => $"T{number:D2}").Where(number => !borne.Contains(number));

        Assert.Equal(Untested.Keys.Order(StringComparer.Ordinal), missing);
    }

    [Fact]
    public void The_design_numbers_its_attacks_from_1_to_76()
    {
        var design = File.ReadAllText(Path.Combine(House.Root, "docs", "design", "crypto.md"));
        var attacks = design[design.IndexOf("## 7.", StringComparison.Ordinal)..design.IndexOf("## 8.", StringComparison.Ordinal)];

        Assert.Equal(Enumerable.Range(1, Last).Select(number => $"T{number:D2}"), Number().Matches(attacks).Select(match => match.Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("docs/threat-model.md", 60)]
    [InlineData("docs/invariants.md", 0)]
    [InlineData("docs/formats/envelope.md", 0)]
    [InlineData("README.md", 0)]
    [InlineData("docs/conflict-proofs.md", 55)]
    [InlineData("docs/couchdb-protocol.md", 50)]
    public void Every_test_that_a_page_names_is_there(string page, int atLeast)
    {
        var named = InBackticks().Matches(File.ReadAllText(Path.Combine(House.Root, page))).Select(match => match.Groups[1].Value).Where(word => TestName().IsMatch(word)).ToList();

        Assert.All(named, name => Assert.Contains(name, Tests));
        Assert.True(named.Count >= atLeast, "the search no longer finds what the page names");
    }

    [Theory]
    [InlineData("public void T22_T23_Bodies_that_change_places_are_refused()", "T22 T23")]
    [InlineData("public async Task T48_to_T55_A_piece_that_is_not_the_one_is_named()", "T48 T55")] // a span counts for its ends only: what lies between needs tests of its own
    [InlineData("public void A_test_of_T40_in_the_middle()", "")]
    [InlineData("public void T7_is_no_number()", "")]
    public void A_name_bears_the_numbers_that_it_begins_with(string method, string numbers) =>
        Assert.Equal(numbers, string.Join(' ', Method().Matches(method).SelectMany(match => Numbers(match.Groups[1].Value))));

    [Fact]
    public void Every_counter_example_and_law_has_a_test()
    {
        var page = File.ReadAllText(Path.Combine(House.Root, "docs", "conflict-proofs.md"));

        Assert.Equal(Enumerable.Range(1, 19).Select(number => $"CE-{number}").Concat(Enumerable.Range(1, 36).Select(number => $"P{number}")), ProofRow().Matches(page).Select(match => match.Groups[1].Value));
    }

    [Fact]
    public void Every_point_of_the_protocol_has_a_row_with_its_place_and_its_test()
    {
        var page = File.ReadAllText(Path.Combine(House.Root, "docs", "couchdb-protocol.md"));
        var points = PointOfDesign().Matches(File.ReadAllText(Path.Combine(House.Root, "docs", "design", "couchdb.md"))).Select(match => match.Groups[1].Value);

        Assert.Equal(points, PointRow().Matches(page).Select(match => match.Groups[1].Value));
        Assert.Equal(28, points.Count());
    }

    // A number, what we do, a type or more, a test or more.
    [GeneratedRegex(@"(?m)^\| (\d+) \| [^|]+ \| [^|]+ \| (?:`[A-Z]\w+`(?:, )?)+ \| (?:`[A-Z]\w*(?:_\w+){3,}`(?:, )?)+ \|\r?$")]
    private static partial Regex PointRow();

    [GeneratedRegex(@"(?m)^(\d+)\. ")]
    private static partial Regex PointOfDesign();

    [GeneratedRegex(@"(?m)^\| (CE-\d+|P\d+) \|.*`\w+` \|\r?$")]
    private static partial Regex ProofRow();

    private static IEnumerable<string> Numbers(string name) => Number().Matches(Beginning().Match(name).Value).Select(match => match.Value);

    /// <summary>Every method with a fact or a theory above it, in whatever attribute of ours.</summary>
    private static IEnumerable<string> TestMethods()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(House.Root, "tests"), "*.cs", SearchOption.AllDirectories))
        {
            var isTest = false;
            foreach (var line in File.ReadLines(file).Select(line => line.Trim()))
            {
                isTest = line.Length > 0 && (isTest || TestAttribute().IsMatch(line));
                if (isTest && Method().Match(line) is { Success: true } method)
                {
                    yield return method.Groups[1].Value;
                    isTest = false;
                }
            }
        }
    }

    [GeneratedRegex(@"\bT\d\d\b|T\d\d(?=_|$)")]
    private static partial Regex Number();

    [GeneratedRegex(@"^(T\d\d_(to_)?)+")]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^\[\w*(Fact|Theory)\b")]
    private static partial Regex TestAttribute();

    [GeneratedRegex(@"^public (?:async )?(?:Task|void) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex("`([^`\r\n]+)`")]
    private static partial Regex InBackticks();

    // A sentence: at least four words, the first with a capital letter.
    [GeneratedRegex(@"^[A-Z]\w*(_\w+){3,}$")]
    private static partial Regex TestName();
}
