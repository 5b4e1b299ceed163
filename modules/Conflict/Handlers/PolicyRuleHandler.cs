using Aurix.Platform.Conflict.Policy;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using MediatR;

namespace Aurix.Platform.Conflict.Handlers;

/// <summary>Puts rules into the vault's policy and takes them out.</summary>
internal sealed class PolicyRuleHandler(PolicyReader policies, PolicyWriter writer, PolicyDescriber describer)
    : IRequestHandler<PutPolicyRule, PolicyDescription>, IRequestHandler<RemovePolicyRule, PolicyDescription>
{
    public async Task<PolicyDescription> Handle(PutPolicyRule request, CancellationToken cancellationToken)
    {
        var policy = await policies.ReadAsync(cancellationToken);
        Check(request.Rule);
        if (!PolicyInForce.Serves(request.Rule, policy.Loaded))
        {
            throw new ModuleException(
                "StrategyMissing",
                $"No conflict strategy '{request.Rule.Strategy}' is loaded{(policy.Loaded.ContainsKey(request.Rule.Strategy) ? " in a version that the rule allows" : "")}.",
                $"Choose one of: {string.Join(", ", policy.Loaded.Keys.Order(StringComparer.Ordinal))}; or install its module.");
        }

        await writer.ChangeAsync(content => PolicyDocument.With(content, request.Rule), cancellationToken);
        return await describer.DescribeAsync(cancellationToken);
    }

    public async Task<PolicyDescription> Handle(RemovePolicyRule request, CancellationToken cancellationToken) =>
        await writer.ChangeAsync(content => PolicyDocument.Without(content, request.Id), cancellationToken)
            ? await describer.DescribeAsync(cancellationToken)
            : throw new UsageException("RuleMissing", $"The vault's policy has no rule '{request.Id}'.", "See its rules with 'aurix strategy list'.");

    private static void Check(PolicyRule rule)
    {
        Require(rule.Id.Length is >= 1 and <= 64 && rule.Id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-' or '*'), "id is not 1 to 64 of a-z 0-9 . _ - *");
        Require(rule.Order is >= 0 and <= 9999, "order is not a number from 0 to 9999");
        Require(rule.Type.Length is >= 1 and <= 64, "type is not 1 to 64 characters");
        Require(DocumentId.IsValid(rule.DocumentId), "document id pattern is not 1 to 512 bytes");
        Require(rule.WaitForMissing is not { } wait || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(3650)), "wait for a missing strategy is not between 0 and ten years");
        Require(rule.Options.Utf8.Length <= 64 * 1024, "options are larger than 64 KiB");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new UsageException("BadRule", $"The rule's {what}.", "Correct it; nothing was changed.");
        }
    }
}
