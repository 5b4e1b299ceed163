using System.Collections.Frozen;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Composition;

/// <summary>What MediatR finds when it asks for a handler: host-owned proxies, one for each message of the contracts.</summary>
internal sealed class HandlerTable
{
    private readonly FrozenDictionary<Type, object> _services;

    public HandlerTable(SlotTable slots, HostListeners listeners, IReadOnlyDictionary<Type, object> hostHandlers, CallLimits limits, ILogger logger, TimeProvider time, ILogger? scopes = null)
    {
        var services = new Dictionary<Type, object>();
        foreach (var (request, response) in MessageCatalog.Requests)
        {
            var role = MessageCatalog.RoleOf(request);
            var contract = MessageCatalog.HandlerOf(request);
            services[contract] = role == Roles.Host
                ? hostHandlers[contract]
                : Make(typeof(RoutedHandler<,>).MakeGenericType(request, response), role, slots, limits);
            services[typeof(IEnumerable<>).MakeGenericType(typeof(IPipelineBehavior<,>).MakeGenericType(request, response))] =
                ArrayOf(typeof(IPipelineBehavior<,>).MakeGenericType(request, response), Make(typeof(RequestTrace<,>).MakeGenericType(request, response), logger, time, scopes));
        }

        foreach (var notification in MessageCatalog.Notifications)
        {
            var contract = typeof(INotificationHandler<>).MakeGenericType(notification);
            services[typeof(IEnumerable<>).MakeGenericType(contract)] =
                ArrayOf(contract, Make(typeof(FanOut<>).MakeGenericType(notification), slots, listeners, logger));
        }

        _services = services.ToFrozenDictionary();
    }

    public object Resolve(Type service) =>
        _services.TryGetValue(service, out var found) ? found : throw new InvalidOperationException($"Nothing is composed for {service}.");

    private static object Make(Type type, params object?[] arguments) => Activator.CreateInstance(type, arguments)!;

    private static Array ArrayOf(Type item, object value)
    {
        var array = Array.CreateInstance(item, 1);
        array.SetValue(value, 0);
        return array;
    }
}
