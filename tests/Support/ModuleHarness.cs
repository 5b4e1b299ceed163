using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Aurix.Platform.Tests;

/// <summary>Real modules over a real MediatR in one process, without plugin loading: for tests of what modules do together.</summary>
public sealed class ModuleHarness : IAsyncDisposable
{
    private readonly List<(IModule Module, ServiceProvider Services)> _modules = [];
    private readonly CancellationTokenSource _draining = new();

    public ModuleHarness(string? dataDirectory = null, TimeProvider? time = null)
    {
        DataDirectory = dataDirectory ?? Directory.CreateTempSubdirectory("aurix-test-").FullName;
        Time = time ?? TimeProvider.System;
        Mediator = new Mediator(Resolve);
    }

    /// <summary>Each module gets a folder below it.</summary>
    public string DataDirectory { get; }

    public TimeProvider Time { get; }

    public IMediator Mediator { get; }

    /// <summary>Every notification that was published, in order.</summary>
    public List<INotification> Published { get; } = [];

    /// <summary>Configures and starts a module; the order of the calls is the order of the starts. What <paramref name="first"/> registers, the module does not.</summary>
    public async Task<ModuleHarness> AddAsync(IModule module, string role, IReadOnlyDictionary<string, string>? settings = null, Action<IServiceCollection>? first = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(DataDirectory, role)).FullName;
        var context = new Context(role, folder, settings ?? new Dictionary<string, string>(), new Recorder(this), NullLoggerFactory.Instance, Time, _draining.Token);
        var services = new ServiceCollection();
        services.AddSingleton<IModuleContext>(context);
        services.AddSingleton<IMediator>(context.Mediator);
        services.AddSingleton(Time);
        services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        services.AddSingleton(typeof(ILogger<>), typeof(NullLogger<>));
        first?.Invoke(services);
        module.Configure(services, context);
        var provider = services.BuildServiceProvider();
        _modules.Add((module, provider));
        await module.StartAsync(provider, CancellationToken.None);
        return this;
    }

    /// <summary>Answers a request with a function, in place of a module.</summary>
    public ModuleHarness Answer<TRequest, TResponse>(Func<TRequest, Task<TResponse>> answer)
        where TRequest : IRequest<TResponse>
    {
        var services = new ServiceCollection();
        services.AddSingleton<IRequestHandler<TRequest, TResponse>>(new Function<TRequest, TResponse>(answer));
        _modules.Add((new Nothing(), services.BuildServiceProvider()));
        return this;
    }

    /// <summary>Stops the modules, last started first, and leaves the data directory for a look or a second start.</summary>
    public async ValueTask DisposeAsync()
    {
        await _draining.CancelAsync();
        foreach (var (module, services) in Enumerable.Reverse(_modules))
        {
            await module.StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }

        _modules.Clear();
        _draining.Dispose();
    }

    private object Resolve(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>))
        {
            var item = type.GetGenericArguments()[0];
            var found = _modules.SelectMany(module => module.Services.GetServices(item)).ToArray();
            var typed = Array.CreateInstance(item, found.Length);
            found.CopyTo(typed, 0);
            return typed;
        }

        return _modules.Select(module => module.Services.GetService(type)).SingleOrDefault(found => found is not null)
            ?? throw new InvalidOperationException($"Nobody in the harness answers {type}.");
    }

    private sealed record Context(
        string ModuleId,
        string DataDirectory,
        IReadOnlyDictionary<string, string> Settings,
        IMediator Mediator,
        ILoggerFactory Logging,
        TimeProvider Time,
        CancellationToken Draining) : IModuleContext;

    private sealed class Nothing : IModule
    {
        public void Configure(IServiceCollection services, IModuleContext context)
        {
        }
    }

    private sealed class Function<TRequest, TResponse>(Func<TRequest, Task<TResponse>> answer) : IRequestHandler<TRequest, TResponse>
        where TRequest : IRequest<TResponse>
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken) => answer(request);
    }

    private sealed class Recorder(ModuleHarness harness) : IMediator
    {
        public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) =>
            harness.Mediator.Send(request, cancellationToken);

        public Task Send(IRequest request, CancellationToken cancellationToken = default) => harness.Mediator.Send(request, cancellationToken);

        public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification
        {
            lock (harness.Published)
            {
                harness.Published.Add(notification);
            }

            await harness.Mediator.Publish(notification, cancellationToken);
        }
    }
}
