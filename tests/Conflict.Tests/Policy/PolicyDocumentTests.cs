using System.Collections.Immutable;
using Aurix.Platform.Conflict;
using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Policy;

public sealed class PolicyDocumentTests
{
    private static readonly PolicyRule Rule = new("transcripts", "aurix.json")
    {
        Order = 10,
        Type = "transcript",
        DocumentId = "talk:*",
        MinVersion = 2,
        BelowVersion = 5,
        MaxSchema = 3,
        Options = CanonicalJson.Parse("""{"fields":{"/tags":"set"}}"""),
        Fallback = ["aurix.text", "aurix.keep-both"],
        WaitForMissing = TimeSpan.FromHours(1.5),
    };

    [Fact]
    public void A_rule_is_read_as_it_was_written()
    {
        var read = Assert.Single(PolicyDocument.Read(PolicyDocument.With(null, Rule)));

        Assert.Equal(Rule with { Fallback = [] }, read with { Fallback = [] });
        Assert.Equal(Rule.Fallback.AsEnumerable(), read.Fallback);
    }

    [Fact]
    public void The_document_says_what_the_format_says() => Assert.Equal(
        """{"rules":[{"fallback":["aurix.text","aurix.keep-both"],"id":"transcripts","match":{"path":"talk:*","type":"transcript"},"maxSchema":3,"onMissing":"defer:1.5h","options":{"fields":{"/tags":"set"}},"order":10,"strategy":"aurix.json","version":[2,5]}]}""",
        PolicyDocument.With(null, Rule).ToText());

    [Fact]
    public void A_rule_and_a_member_of_a_later_version_survive_a_change_by_this_one()
    {
        var later = CanonicalJson.Parse("""{"future":1,"rules":[{"id":"odd","unheard":"of"}]}""");

        Assert.Empty(PolicyDocument.Read(later));
        Assert.Equal("""{"future":1,"rules":[{"id":"odd","unheard":"of"}]}""", PolicyDocument.Without(PolicyDocument.With(later, Rule), Rule.Id)!.ToText());
    }

    [Fact]
    public void Taking_out_what_is_not_there_says_so() => Assert.Null(PolicyDocument.Without(PolicyDocument.With(null, Rule), "other"));

    [Fact]
    public void What_the_first_versions_wrote_is_still_a_policy()
    {
        var old = CanonicalJson.Parse("""{"default":"aurix.lww","rules":[{"id":"note","match":{"type":"note"},"strategy":"aurix.text"}]}""");

        var rules = PolicyDocument.Read(old);

        Assert.Equal([("note", "note", "aurix.text"), ("default", "*", "aurix.lww")], rules.Select(rule => (rule.Id, rule.Type, rule.Strategy)));
        Assert.Equal("""{"rules":[{"id":"note","match":{"type":"note"},"strategy":"aurix.text"}]}""", PolicyDocument.Without(old, "default")!.ToText());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"rules":7}""")]
    [InlineData("""{"rules":[7,null,"x",{"strategy":7},{"strategy":"s","order":"ten"},{"strategy":"s","onMissing":"soon"},{"strategy":"s","version":[]}]}""")]
    public void What_cannot_be_understood_is_left_out(string content) => Assert.Empty(PolicyDocument.Read(CanonicalJson.Parse(content)));

    [Fact]
    public void The_first_rule_that_fits_decides_and_the_policy_itself_is_out_of_its_own_reach()
    {
        var policy = new PolicyInForce(
            [.. new[] { Rule, new PolicyRule("all", "aurix.lww") }.Select(rule => new RuleInForce(rule, RuleSource.Vault, IsServed: true))],
            null,
            ImmutableDictionary<string, StrategyInfo>.Empty,
            []);

        Assert.Equal("transcripts", policy.RuleFor(new("transcript"), new("talk:7")).Rule.Id);
        Assert.Equal("all", policy.RuleFor(new("transcript"), new("note:7")).Rule.Id);
        Assert.Equal("aurix.policy", policy.RuleFor(DocumentType.Policy, PolicyDocument.Id).Rule.Id);
    }

    [Theory]
    [InlineData("*", "", true)]
    [InlineData("*", "anything", true)]
    [InlineData("note:*", "note:1", true)]
    [InlineData("note:*", "notes:1", false)]
    [InlineData("*:draft", "a:draft:draft", true)]
    [InlineData("a*b*c", "a-b-b-c", true)]
    [InlineData("a*b*c", "a-c-b", false)]
    [InlineData("exact", "exact", true)]
    [InlineData("exact", "Exact", false)]
    [InlineData("", "x", false)]
    public void A_star_stands_for_any_run_of_characters(string pattern, string text, bool fits) => Assert.Equal(fits, Wildcard.Fits(pattern, text));
}
