using Aurix.Platform.Documents;
using Aurix.Platform.Tests;
using MediatR;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>One device: the real module behind a mediator, with a data directory of its own.</summary>
internal sealed class Device : IAsyncDisposable
{
    public const string User = "alex";
    public const string Database = "aurix-k3f9q2mz";
    public const string Password = "correct horse battery staple";

    private readonly ModuleHarness _harness;

    private Device(ModuleHarness harness) => _harness = harness;

    public string KeyFile => Path.Combine(_harness.DataDirectory, "crypto", "keys.json");

    public string DataDirectory => _harness.DataDirectory;

    public static async Task<Device> StartAsync(string? dataDirectory = null, IReadOnlyDictionary<string, string>? settings = null, TimeProvider? time = null) =>
        new(await new ModuleHarness(dataDirectory, time).AddAsync(new ModuleThatRemembersStretches(), "crypto", settings));

    /// <summary>A device with a vault of its own.</summary>
    public static async Task<(Device Device, VaultDescription Vault)> CreateAsync()
    {
        var device = await StartAsync();
        return (device, await device.Send(new CreateVault()));
    }

    public async Task<T> Send<T>(IRequest<T> request) => await _harness.Mediator.Send(request);

    public async Task<LoginTicket> LoginAsync(string password = Password)
    {
        using var secret = Secret.FromCharacters(password);
        return await Send(new BeginLogin(User, Database, secret));
    }

    public async Task<BodyBytes> WrapAsync(string password = Password) => (await Send(new WrapVault((await LoginAsync(password)).Number))).Document;

    public async Task<VaultDescription> JoinAsync(BodyBytes document, string password = Password) =>
        await Send(new JoinVault((await LoginAsync(password)).Number, document));

    public ValueTask DisposeAsync() => _harness.DisposeAsync();
}
