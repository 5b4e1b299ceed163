using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>Checks the store for damage: the job <c>host.check</c>. Reads only; its outcome is a failure when something is not as it should be.</summary>
[RoutedTo(Roles.Host, IsLong = true)]
public sealed record RunStoreCheck : IRequest<JobOutcome>;

/// <summary>Audits the server: the job <c>host.verify</c>. Downloads every document there is; ends well, and does nothing, when sync is off.</summary>
[RoutedTo(Roles.Host, IsLong = true)]
public sealed record RunRemoteCheck : IRequest<JobOutcome>;

/// <summary>Backs everything up to a new folder below <c>backup.folder</c>, and removes the oldest beyond <c>backup.copies</c>: the job <c>host.backup</c>.</summary>
[RoutedTo(Roles.Host, IsLong = true)]
public sealed record RunBackup : IRequest<JobOutcome>;
