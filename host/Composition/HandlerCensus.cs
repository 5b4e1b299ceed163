using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Host.Composition;

/// <summary>Checks, before anything runs, that every message has exactly one handler, and in the module that serves its role.</summary>
/// <remarks>MediatR itself would take the last of two handlers without a word, and miss an absent one only when it is needed.</remarks>
internal static class HandlerCensus
{
    /// <exception cref="ModuleException"><c>HandlerMissing</c>, <c>HandlerDoubled</c> or <c>HandlerMisplaced</c>.</exception>
    public static void Check(string moduleId, string role, IServiceCollection services)
    {
        foreach (var request in MessageCatalog.RequestsOf(role))
        {
            var handlers = services.Count(service => service.ServiceType == MessageCatalog.HandlerOf(request));
            if (handlers != 1)
            {
                throw new ModuleException(
                    handlers == 0 ? "HandlerMissing" : "HandlerDoubled",
                    handlers == 0
                        ? $"The module {moduleId} serves '{role}' but does not answer {request.Name}."
                        : $"The module {moduleId} answers {request.Name} {handlers} times.",
                    "Install a version of the module that was built for this host.");
            }
        }

        foreach (var request in MessageCatalog.Requests.Keys.Where(request => MessageCatalog.RoleOf(request) != role))
        {
            if (services.Any(service => service.ServiceType == MessageCatalog.HandlerOf(request)))
            {
                throw new ModuleException("HandlerMisplaced", $"The module {moduleId} serves '{role}' but also answers {request.Name}, which belongs to '{MessageCatalog.RoleOf(request)}'.", "Install a version of the module that was built for this host.");
            }
        }
    }
}
