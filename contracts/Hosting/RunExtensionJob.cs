using MediatR;

namespace Aurix.Platform.Hosting;

/// <summary>A <see cref="RunExtension"/> without an argument for the scheduler: the request of an extension's <see cref="JobSpec"/>.</summary>
/// <param name="Extension">The module's id.</param>
/// <param name="Operation">What it shall do.</param>
[RoutedTo(Roles.Extension, IsLong = true)]
public sealed record RunExtensionJob(string Extension, string Operation) : IRequest<JobOutcome>, IRoutedByName
{
    string IRoutedByName.RouteName => Extension;
}
