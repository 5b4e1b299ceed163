using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;

namespace Aurix.Platform.Tests.Swapping;

/// <summary>What only memory held goes over to the next copy.</summary>
public sealed class HandoverTests
{
    [Fact]
    public async Task A_file_that_is_on_its_way_in_arrives_whole_through_two_swaps()
    {
        await using var host = await WholeHost.StartAsync();
        var pieces = new[] { new string('a', 700_000), new string('b', 700_000), "c" }.Select(Encoding.UTF8.GetBytes).ToList();
        var upload = await host.Mediator.Send(new BeginBlob(DatabaseName.Vault));
        await host.Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, pieces[0]));

        await host.Mediator.Send(new ReloadModule("aurix.storage"));
        await host.Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, pieces[1]));
        await host.Mediator.Send(new ReloadModule("aurix.storage"));
        await host.Mediator.Send(new ReloadModule("aurix.storage")); // nobody came for it in between
        await host.Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, pieces[2]));
        var finished = await host.Mediator.Send(new FinishBlob(DatabaseName.Vault, upload));

        var whole = pieces.SelectMany(piece => piece).ToArray();
        Assert.Equal(whole, (await host.Mediator.Send(new ReadBlob(DatabaseName.Vault, finished.Blob, 0, whole.Length)))!.Data.ToArray());
    }

    [Fact]
    public async Task Keys_that_a_passphrase_opened_in_this_process_are_open_in_the_next_copy()
    {
        await using var host = await WholeHost.StartAsync();
        using (var passphrase = Secret.FromCharacters("only I know"))
        {
            await host.Mediator.Send(new ProtectVault(passphrase));
        }

        await host.Mediator.Send(new ReloadModule("aurix.crypto"));

        Assert.IsType<PutOutcome.Saved>(await host.Mediator.Send(new PutDocument(new("d"), CanonicalJson.Parse("1"), null)));
        Assert.False((await host.Mediator.Send(new DescribeProtection())).IsLocked);
    }

    [Fact]
    public async Task Keys_that_are_locked_stay_locked()
    {
        await using var host = await WholeHost.StartAsync();
        using (var passphrase = Secret.FromCharacters("only I know"))
        {
            await host.Mediator.Send(new ProtectVault(passphrase));
        }

        await host.Mediator.Send(new LockVault());
        await host.Mediator.Send(new ReloadModule("aurix.crypto"));

        Assert.True((await host.Mediator.Send(new DescribeProtection())).IsLocked);
    }

    [Fact]
    public async Task A_login_that_is_half_done_is_not_cut_in_two()
    {
        await using var host = await WholeHost.StartAsync();
        using var password = Secret.FromCharacters("correct horse");
        var login = await host.Mediator.Send(new BeginLogin("alex", "aurix-test", password));
        var swap = host.Mediator.Send(new ReloadModule("aurix.crypto"));

        using (login.ServerPassword)
        {
            Assert.True(await host.Mediator.Send(new EndLogin(login.Number)));
        }

        Assert.Equal("aurix.crypto", (await swap).Module);
    }
}
