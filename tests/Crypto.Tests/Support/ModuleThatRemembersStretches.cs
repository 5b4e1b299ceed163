using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The real module, over a stretcher that does the same password once only.</summary>
internal sealed class ModuleThatRemembersStretches : IModule
{
    private readonly CryptoModule _module = new();

    public void Configure(IServiceCollection services, IModuleContext context)
    {
        services.AddSingleton(new PasswordStretcher(new RememberingSodium()));
        _module.Configure(services, context);
    }

    public ValueTask StartAsync(IServiceProvider services, CancellationToken cancellationToken) => _module.StartAsync(services, cancellationToken);

    public ValueTask StopAsync(CancellationToken cancellationToken) => _module.StopAsync(cancellationToken);
}
