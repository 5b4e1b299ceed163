using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MyModule.Tests;

/// <summary>Stands where the host stands: gives the module its context, answers what it sends, and asks it.</summary>
/// <param name="answer">What the other modules answer to a request.</param>
internal sealed class TestHost(Func<object, object> answer) : IModuleContext, IMediator
{
    private ServiceProvider? _services;

    public string ModuleId => "my.module";

    public string DataDirectory { get; } = Path.Combine(AppContext.BaseDirectory, "data");

    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    public IMediator Mediator => this;

    public ILoggerFactory Logging => NullLoggerFactory.Instance;

    public TimeProvider Time => TimeProvider.System;

    public CancellationToken Draining => CancellationToken.None;

    public TestHost With(IModule module)
    {
        var services = new ServiceCollection();
        module.Configure(services, this);
        _services = services.BuildServiceProvider();
        return this;
    }

    public IEnumerable<JobSpec> Jobs => _services!.GetServices<JobSpec>();

    public Task<ExtensionAnswer> RunAsync(string operation, string argument = "null") =>
        _services!.GetRequiredService<IRequestHandler<RunExtension, ExtensionAnswer>>().Handle(new RunExtension(ModuleId, operation, CanonicalJson.Parse(argument)), CancellationToken.None);

    public Task<TResponse> Send<TResponse>(IRequest<TResponse> request, CancellationToken cancellationToken = default) => Task.FromResult((TResponse)answer(request));

    public Task Send(IRequest request, CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>Rings a bell at the module.</summary>
    public async Task Publish<TNotification>(TNotification notification, CancellationToken cancellationToken = default)
        where TNotification : INotification
    {
        foreach (var handler in _services!.GetServices<INotificationHandler<TNotification>>())
        {
            await handler.Handle(notification, cancellationToken);
        }
    }
}
