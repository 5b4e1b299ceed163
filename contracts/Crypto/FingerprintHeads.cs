using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>A short text that two devices show alike exactly when they know the same heads: for two people, or two eyes, to compare.</summary>
/// <param name="Heads">In any order.</param>
[RoutedTo(Roles.Crypto)]
public sealed record FingerprintHeads(ImmutableArray<HeadMark> Heads) : IRequest<string>;

/// <summary>What a head commits to.</summary>
public sealed record HeadMark(DeviceId Device, long Counter, long Entries, LogChain Chain);
