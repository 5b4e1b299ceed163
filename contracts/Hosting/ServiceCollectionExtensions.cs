using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Aurix.Platform.Hosting;

/// <summary>How a module says what it answers.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a handler, once, for every request and notification that it implements.</summary>
    /// <remarks>A handler lives as long as its module and is called by many at once: it must be thread-safe.</remarks>
    public static IServiceCollection AddHandler<THandler>(this IServiceCollection services)
        where THandler : class
    {
        services.TryAddSingleton<THandler>();
        foreach (var contract in typeof(THandler).GetInterfaces().Where(IsHandler))
        {
            services.AddSingleton(contract, provider => provider.GetRequiredService<THandler>());
        }

        return services;
    }

    /// <summary>Says which settings the module knows. Comes before it reads any, so that the host knows them also when reading fails.</summary>
    public static IServiceCollection AddSettings(this IServiceCollection services, IEnumerable<SettingSpec> settings)
    {
        foreach (var setting in settings)
        {
            services.AddSingleton(setting);
        }

        return services;
    }

    internal static bool IsHandler(Type type) =>
        type.IsGenericType
        && (type.GetGenericTypeDefinition() == typeof(IRequestHandler<,>) || type.GetGenericTypeDefinition() == typeof(INotificationHandler<>));
}
