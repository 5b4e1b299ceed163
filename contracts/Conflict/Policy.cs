using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Which strategy settles which documents' conflicts (conflict.md §5). The first rule that fits decides, by <see cref="Order"/> and then <see cref="Id"/>.</summary>
/// <param name="Id">Names the rule, 1 to 64 of <c>a-z 0-9 . _ -</c>; writing another under the same name replaces it.</param>
/// <param name="Strategy">The strategy.</param>
public sealed record PolicyRule(string Id, string Strategy)
{
    /// <summary>Lower ones are looked at first, 0 to 9999. A catch-all has a high one.</summary>
    public int Order { get; init; } = 100;

    /// <summary>Which types, <c>*</c> standing for any run of characters.</summary>
    public string Type { get; init; } = "*";

    /// <summary>Which document ids, <c>*</c> standing for any run of characters.</summary>
    public string DocumentId { get; init; } = "*";

    /// <summary>The lowest version of the strategy that may serve; a lower one counts as missing.</summary>
    public int MinVersion { get; init; } = 1;

    /// <summary>The first version that may not serve, null for none.</summary>
    public int? BelowVersion { get; init; }

    /// <summary>Documents of a higher schema than this wait: this rule was not made for them. Null for any.</summary>
    public int? MaxSchema { get; init; }

    /// <summary>What the strategy is told, such as which field is a set. Canonical JSON; its hash is recorded in each merge.</summary>
    public CanonicalJson Options { get; init; } = CanonicalJson.EmptyObject;

    /// <summary>Who decides when the strategy declines, fails, or is missing too long; last comes <c>aurix.keep-both</c>.</summary>
    public ImmutableArray<string> Fallback { get; init; } = [];

    /// <summary>How long a conflict waits on this device for a strategy that is not installed, before the fallback stands in; null waits for ever.</summary>
    public TimeSpan? WaitForMissing { get; init; } = TimeSpan.FromHours(24);
}

/// <summary>Writes a rule into the vault's policy, so that every device follows it.</summary>
/// <exception cref="Errors.UsageException">The rule is wrong; the message names the member.</exception>
[RoutedTo(Roles.Conflict)]
public sealed record PutPolicyRule(PolicyRule Rule) : IRequest<PolicyDescription>;

/// <summary>Takes a rule out of the vault's policy. Merges that were made by it stay.</summary>
/// <exception cref="Errors.UsageException"><c>RuleMissing</c>: the vault's policy has no such rule.</exception>
[RoutedTo(Roles.Conflict)]
public sealed record RemovePolicyRule(string Id) : IRequest<PolicyDescription>;

/// <summary>Asks which strategy serves which documents, and which documents have none.</summary>
[RoutedTo(Roles.Conflict)]
public sealed record DescribePolicy : IRequest<PolicyDescription>;

/// <summary>The policy as this device follows it.</summary>
/// <param name="Rules">In the order in which they are tried; the last fits everything.</param>
/// <param name="Unserved">Types of documents in the vault whose strategy is not loaded, with how many documents each; their conflicts wait.</param>
public sealed record PolicyDescription(ImmutableArray<RuleInForce> Rules, ImmutableArray<UnservedType> Unserved);

/// <summary>A rule and where it comes from.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Source">Who made it.</param>
/// <param name="IsServed">Whether its strategy is loaded here, in a version that it allows.</param>
public sealed record RuleInForce(PolicyRule Rule, RuleSource Source, bool IsServed);

/// <summary>Where a rule comes from; those of the vault are tried before the others.</summary>
public enum RuleSource
{
    /// <summary>The vault's policy document, the same on every device.</summary>
    Vault,

    /// <summary>This device's configuration.</summary>
    Device,

    /// <summary>This build.</summary>
    BuiltIn,
}

/// <summary>Documents whose conflicts would have to wait.</summary>
public sealed record UnservedType(DocumentType Type, string Strategy, long Documents);
