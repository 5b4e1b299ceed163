using System.Text.Json.Nodes;
using Aurix.Platform.Crypto;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>A new password: three writes, cut off anywhere, and what the owner can do afterwards (crypto.md §2.6).</summary>
public sealed class PasswordChangeTests
{
    private const string New = "lantern orbit velvet quarry maple";

    [Fact]
    public async Task The_new_password_opens_the_old_one_does_not_and_other_devices_sign_in_again()
    {
        await using var world = await World.StartAsync();
        await world.A.WriteAsync("note", "1");
        await world.A.SyncAsync();

        await world.A.ChangePasswordAsync(World.Password, New);

        await world.A.WriteAsync("note", "2");
        await world.A.SyncAsync();
        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(world.B.SyncAsync);
        Assert.Equal("LoginRefused", refused.Code);
        Assert.Contains("aurix sync login", refused.NextStep, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RemoteRefusedException>(() => world.B.SignInAsync(World.Password));
        await world.B.SignInAsync(New);
        await world.B.SyncAsync();
        Assert.Equal("2", await world.B.ReadAsync("note"));
        Assert.Single(await SlotsAsync(world));
    }

    [Fact]
    public async Task A_wrong_present_password_changes_nothing()
    {
        await using var world = await World.StartAsync(1);

        var wrong = await Assert.ThrowsAsync<VaultException>(() => world.A.ChangePasswordAsync("not the right password", New));

        Assert.Equal("SlotInvalid", wrong.Code);
        Assert.Equal(0, world.Proxy.Count("PUT", ""));
        await world.A.SyncAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task T17_Cut_off_after_any_request_one_password_works_and_doing_it_again_finishes(bool heard)
    {
        for (var last = 0; ; last++)
        {
            await using var world = await World.StartAsync(1);
            var cut = await CutAsync(world, last, heard);
            if (!cut)
            {
                Assert.True(last > 8, $"only {last} requests");
                return;
            }

            // The device is opened again: its own login still works, whichever of the two it is.
            var reopened = await world.RestartAsync(0);
            await reopened.SyncAsync();
            var works = await WorksAsync(world, World.Password) ? World.Password : New;
            if (works == New)
            {
                Assert.True(await WorksAsync(world, New), $"neither password works after {last} requests");
            }

            await reopened.ChangePasswordAsync(works, New);
            await reopened.SyncAsync();
            Assert.Single(await SlotsAsync(world));
            Assert.True(await WorksAsync(world, New));
            Assert.False(await WorksAsync(world, World.Password));
        }
    }

    [Fact]
    public async Task The_number_of_writes_does_not_depend_on_the_number_of_documents()
    {
        Assert.Equal(["PUT vault", "PUT account", "PUT vault"], await WritesAsync(0));
        Assert.Equal(["PUT vault", "PUT account", "PUT vault"], await WritesAsync(300));
    }

    [Fact]
    public async Task Somebody_who_changes_the_vault_document_meanwhile_is_not_overwritten()
    {
        await using var world = await World.StartAsync();
        var interfered = 0;
        world.Proxy.Before = request =>
        {
            if (request.Is("PUT", "/aurix-vault") && Interlocked.Exchange(ref interfered, 1) == 0)
            {
                world.B.Mediator.Send(new ReplaceRecoveryCode()).GetAwaiter().GetResult().Dispose();
            }

            return null;
        };
        var before = await RecoverySlotAsync(world);

        await world.A.ChangePasswordAsync(World.Password, New);

        Assert.NotEqual(before, await RecoverySlotAsync(world)); // B's new slot is still there
        Assert.True(await WorksAsync(world, New));
    }

    [Fact]
    public async Task A_server_that_remembers_the_old_password_for_a_moment_is_asked_again_and_never_so_often_that_it_locks_the_account()
    {
        await using var world = await World.StartAsync(1);
        var (refusals, told, logins) = (2, false, 0);
        world.Proxy.Before = request =>
        {
            told |= request.Method == "PUT" && request.Path.StartsWith("/_users/", StringComparison.Ordinal);
            return told && request is { Method: "POST", Path: "/_session" } && ++logins <= refusals ? ProxyAnswer.Error(401, "unauthorized") : null;
        };

        await world.A.ChangePasswordAsync(World.Password, New);

        Assert.Equal(3, logins);
        (refusals, told, logins) = (int.MaxValue, false, 0);
        await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.ChangePasswordAsync(New, World.Password));
        Assert.Equal(4, logins); // a CouchDB locks an account at five
    }

    [Fact]
    public async Task A_server_that_lets_no_account_change_its_password_is_named_and_the_one_in_use_stays()
    {
        await using var world = await World.StartAsync(1);
        world.Proxy.Before = request => request.Path.StartsWith("/_users/", StringComparison.Ordinal) ? ProxyAnswer.Error(403, "forbidden") : null;

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => world.A.ChangePasswordAsync(World.Password, New));

        Assert.Equal("OwnPasswordForbidden", refused.Code);
        Assert.Contains("aurix server provision", refused.NextStep, StringComparison.Ordinal);
        await world.A.SyncAsync();
        Assert.True(await WorksAsync(world, World.Password));
    }

    [NodeFact("tests/pouchdb")]
    public async Task A_password_changes_at_pouchdb_server_too()
    {
        await using var server = await ForeignServer.StartPouchAsync();
        await ChangeAtAsync(server);
    }

    [CouchDbFact]
    public async Task A_password_changes_at_the_CouchDB_that_the_environment_names_too()
    {
        await using var server = ForeignServer.At(CouchDbFactAttribute.Url!);
        if (await server.LetsOwnPasswordsBeChangedAsync())
        {
            await ChangeAtAsync(server);
            return;
        }

        await using var device = await Device.StartAsync();
        await server.SetUpAsync(device);
        (await device.EnableAsync(server.Address, create: true)).RecoveryCode?.Dispose();

        var refused = await Assert.ThrowsAsync<RemoteRefusedException>(() => device.ChangePasswordAsync(World.Password, New));

        Assert.Equal("OwnPasswordForbidden", refused.Code);
        await device.SyncAsync();
        await device.SignInAsync(World.Password);
    }

    private static async Task ChangeAtAsync(ForeignServer server)
    {
        await using var device = await Device.StartAsync();
        await server.SetUpAsync(device);
        (await device.EnableAsync(server.Address, create: true)).RecoveryCode?.Dispose();

        await device.ChangePasswordAsync(World.Password, New);

        await device.SyncAsync();
        await Assert.ThrowsAsync<RemoteRefusedException>(() => device.SignInAsync(World.Password));
        await device.SignInAsync(New);
    }

    /// <summary>Changes the password, with nothing getting through after so many requests. False when it came to its end all the same.</summary>
    private static async Task<bool> CutAsync(World world, int last, bool heard)
    {
        var seen = 0;
        world.Proxy.Before = _ => Interlocked.Increment(ref seen) > last + (heard ? 1 : 0) ? ProxyAnswer.Dropped : null;
        world.Proxy.After = (_, answer) => heard && Volatile.Read(ref seen) > last ? ProxyAnswer.Dropped : answer; // the server hears this one, its answer is lost
        try
        {
            await world.A.ChangePasswordAsync(World.Password, New);
            return false;
        }
        catch (RemoteUnavailableException)
        {
            return true;
        }
        finally
        {
            world.Proxy.BeHonest();
        }
    }

    /// <summary>Whether a fresh device gets in with this password and opens the vault.</summary>
    private static async Task<bool> WorksAsync(World world, string password)
    {
        await using var fresh = await Device.StartAsync();
        try
        {
            await fresh.EnableAsync($"{world.Proxy.Address}/{World.Database}", password);
            return true;
        }
        catch (RemoteRefusedException refused) when (refused.Code == "LoginRefused")
        {
            return false;
        }
    }

    private static async Task<string[]> WritesAsync(int documents)
    {
        await using var world = await World.StartAsync(1);
        for (var number = 0; number < documents; number++)
        {
            await world.A.WriteAsync($"note:{number}", "{}");
        }

        await world.A.SyncAsync();
        world.Proxy.BeHonest();
        await world.A.ChangePasswordAsync(World.Password, New);
        return
        [
            .. world.Proxy.Requests.Where(request => request.Method is "PUT" or "POST" && !request.Is("POST", "/_session"))
                .Select(request => $"{request.Method} {(request.Is("PUT", "/aurix-vault") ? "vault" : request.Is("PUT", "/_users/") ? "account" : request.Path)}"),
        ];
    }

    private static async Task<JsonArray> SlotsAsync(World world) => (await VaultAsync(world))["slots"]!["pw"]!.AsArray();

    private static async Task<string> RecoverySlotAsync(World world) => (string)(await VaultAsync(world))["slots"]!["rec"]!;

    private static Task<JsonNode> VaultAsync(World world) => world.Server.SendAsync(HttpMethod.Get, $"{World.Database}/aurix-vault");
}
