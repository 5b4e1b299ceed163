using System.Collections.Concurrent;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests;

/// <summary>The real Storage, with an ear on what it sends and what it logs.</summary>
internal sealed class WatchedStorage : IModule
{
    private readonly StorageModule _module = new();

    /// <summary>What was sent to other modules, in order.</summary>
    public ConcurrentQueue<object> Sent { get; } = [];

    /// <summary>The lines of warnings and worse.</summary>
    public ConcurrentQueue<string> Warnings { get; } = [];

    /// <summary>Runs before each message goes out, and may throw in its place.</summary>
    public Action<object> Sending { get; set; } = static _ => { };

    /// <summary>Runs after each message was answered.</summary>
    public Action<object> Answered { get; set; } = static _ => { };

    public void Configure(IServiceCollection services, IModuleContext context)
    {
        _module.Configure(services, context);
        services.AddSingleton<IMediator>(new Ear(context.Mediator, this));
        services.AddSingleton<ILoggerFactory>(new Book(Warnings));
    }

    public ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken) => _module.StartAsync(services, cancellationToken);

    public ValueTask StopAsync(CancellationToken cancellationToken) => _module.StopAsync(cancellationToken);

    private sealed class Ear(IMediator mediator, WatchedStorage storage) : IMediator
    {
        public async Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default)
        {
            storage.Sent.Enqueue(request);
            storage.Sending(request);
            var response = await mediator.Send(request, cancellationToken);
            storage.Answered(request);
            return response;
        }

        public Task Send(IRequest request, CancellationToken cancellationToken = default) => mediator.Send(request, cancellationToken);

        public Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
            where TNotification : INotification => mediator.Publish(notification, cancellationToken);
    }

    private sealed class Book(ConcurrentQueue<string> warnings) : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            warnings.Enqueue(formatter(state, exception));
    }
}
