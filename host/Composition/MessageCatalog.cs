using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Host.Composition;

/// <summary>Every request and notification in the contracts, and the role that answers each request.</summary>
internal static class MessageCatalog
{
    /// <summary>Request types with their response types.</summary>
    public static FrozenDictionary<Type, Type> Requests { get; } = typeof(IModule).Assembly.GetExportedTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false })
        .Select(type => (Request: type, Response: ResponseOf(type)))
        .Where(pair => pair.Response is not null)
        .ToFrozenDictionary(pair => pair.Request, pair => pair.Response!);

    public static FrozenSet<Type> Notifications { get; } = typeof(IModule).Assembly.GetExportedTypes()
        .Where(type => type is { IsAbstract: false, IsInterface: false } && type.IsAssignableTo(typeof(INotification)))
        .ToFrozenSet();

    private static readonly FrozenDictionary<Type, string> Roles = Requests.Keys.ToFrozenDictionary(
        type => type,
        type => type.GetCustomAttribute<RoutedToAttribute>()?.Role ?? throw new InvalidOperationException($"{type.Name} has no [RoutedTo]."));

    private static readonly ImmutableArray<Type> Numbered = [.. Requests.Keys.OrderBy(type => type.FullName, StringComparer.Ordinal)];

    /// <summary>The names of the requests, each at its number.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Numbered.Select(type => type.Name)];

    /// <summary>A request's place among all: what is counted by request needs no dictionary.</summary>
    public static int NumberOf(Type request) => Numbered.IndexOf(request);

    public static string RoleOf(Type request) => Roles[request];

    /// <summary>The requests that a role must answer.</summary>
    public static IEnumerable<Type> RequestsOf(string role) => Roles.Where(pair => pair.Value == role).Select(pair => pair.Key);

    public static Type HandlerOf(Type request) => typeof(IRequestHandler<,>).MakeGenericType(request, Requests[request]);

    private static Type? ResponseOf(Type type) => type.GetInterfaces()
        .FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>))
        ?.GetGenericArguments()[0];
}
