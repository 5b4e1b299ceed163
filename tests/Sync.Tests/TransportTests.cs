using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Tests;

/// <summary>A certificate that this device does not trust ends the conversation before it began.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _heard = new();
    private WebApplication _impostor = null!;

    private string Address => $"{_impostor.Urls.First()}/{World.Database}";

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(SelfSigned())));
        _impostor = builder.Build();
        _impostor.Run(context =>
        {
            _heard.Enqueue(context.Request.Path);
            return context.Response.WriteAsync("""{"couchdb":"Welcome"}""");
        });
        await _impostor.StartAsync();
    }

    public async Task DisposeAsync() => await _impostor.DisposeAsync();

    [Fact]
    public async Task T74_Opting_in_to_a_server_with_an_untrusted_certificate_sends_no_login()
    {
        await using var device = await Device.StartAsync();

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => device.EnableAsync(Address));

        Assert.Equal("TlsInvalid", refused.Code);
        Assert.Empty(_heard);
        Assert.False(File.Exists(device.AccountPath));
    }

    [Fact]
    public async Task T74_A_known_device_that_meets_an_untrusted_certificate_sends_nothing_and_keeps_what_it_has()
    {
        await using var world = await World.StartAsync(1);
        await world.A.WriteAsync("note", "1");
        var account = JsonNode.Parse(await File.ReadAllTextAsync(world.A.AccountPath))!;
        account["address"] = Address;
        await File.WriteAllTextAsync(world.A.AccountPath, account.ToJsonString());

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.A.SyncAsync);

        Assert.Equal("TlsInvalid", refused.Code);
        Assert.Empty(_heard);
        Assert.DoesNotContain(world.A.Time.Waits, wait => wait > TimeSpan.Zero); // it is no trouble that passes: no second try
        Assert.Equal("1", await world.A.ReadAsync("note"));
    }

    // For the right name and of today: only that nobody vouches for it.
    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
