using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Names the strategy for a type, or for everything without a rule of its own. Written as a vault document, so every device follows it.</summary>
/// <param name="Strategy">A strategy that is loaded here.</param>
/// <param name="Type">Null for the default.</param>
[RoutedTo(Roles.Conflict)]
public sealed record UseStrategy(string Strategy, DocumentType? Type) : IRequest<PolicyDescription>;

/// <summary>Asks which strategy serves which type, and which documents have none.</summary>
[RoutedTo(Roles.Conflict)]
public sealed record DescribePolicy : IRequest<PolicyDescription>;

/// <summary>The policy as this device follows it.</summary>
/// <param name="Default">The strategy for every type without a rule.</param>
/// <param name="Rules">The strategy for each type that has a rule.</param>
/// <param name="Unserved">Types of documents in the vault whose strategy is not loaded, with how many documents each; their conflicts wait.</param>
public sealed record PolicyDescription(string Default, ImmutableSortedDictionary<string, string> Rules, ImmutableArray<UnservedType> Unserved);

/// <summary>Documents whose conflicts would have to wait.</summary>
public sealed record UnservedType(DocumentType Type, string Strategy, long Documents);
