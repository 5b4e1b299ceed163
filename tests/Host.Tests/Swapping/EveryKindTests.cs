using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aurix.Platform.Conflict;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Gateway;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests.Swapping;

/// <summary>Modules of every kind are swapped in turn under callers of every kind: no request fails, and nothing that was acknowledged is lost.</summary>
public sealed class EveryKindTests
{
    private const int Swaps = 204;

    private static readonly string[] Modules = ["aurix.storage", "aurix.crypto", "aurix.sync", "aurix.conflict", "aurix.gateway", "aurix.strategy.text"];

    [Fact]
    public async Task No_request_fails_and_no_write_is_lost_while_modules_of_every_kind_are_swapped()
    {
        await using var host = await WholeHost.StartAsync();
        using (var password = Secret.FromCharacters("front door"))
        {
            await host.Mediator.Send(new SetAccount("guest", password, IsAdmin: true));
        }

        var door = await host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false));
        using var http = new HttpClient { BaseAddress = door };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("guest:front door"u8));
        (await http.PutAsync(new Uri("inbox", UriKind.Relative), null)).EnsureSuccessStatusCode();

        var written = new ConcurrentDictionary<string, string>();
        using var over = new CancellationTokenSource();
        Task<int>[] callers =
        [
            UntilAsync(number => WriteAsync(host, written, $"a:{number}"), over.Token),
            UntilAsync(number => WriteAsync(host, written, $"b:{number}"), over.Token),
            UntilAsync(number => ReadAsync(host, written, number), over.Token),
            UntilAsync(number => UploadAsync(host, number), over.Token),
            UntilAsync(number => MergeAsync(host, number), over.Token),
            UntilAsync(number => PutOverHttpAsync(http, number), over.Token),
            UntilAsync(_ => host.Mediator.Send(new AwaitChanges(DatabaseName.Vault, new LocalSequence(long.MaxValue), TimeSpan.FromMilliseconds(30))), over.Token),
            UntilAsync(async _ => Assert.False((await host.Mediator.Send(new DescribeSync())).Enabled), over.Token),
        ];

        var ends = new List<ModuleReloaded>();
        for (var swap = 0; swap < Swaps; swap++)
        {
            ends.Add(await host.Mediator.Send(new ReloadModule(Modules[swap % Modules.Length])));
            Assert.All(callers, caller => Assert.Null(caller.Exception?.InnerException));
        }

        await over.CancelAsync();
        var asked = await Task.WhenAll(callers);

        Assert.All(asked, times => Assert.NotEqual(0, times));
        Assert.Equal(Swaps, ends.Count);
        Assert.All(ends.Where(end => !Roles.IsExclusive(end.Role)), end => Assert.Equal(TimeSpan.Zero, end.Pause));
        // Sync reads its records by reflection, and the runtime's cache of that keeps a copy for some seconds more. That no more than two stay is the swapper's to see.
        Assert.Equal([], ends.Where(end => !end.Unloaded && end.Module != "aurix.sync").Select(end => $"{end.Module}: {string.Join("; ", end.HeldBy)}").Distinct());
        foreach (var (id, content) in written)
        {
            Assert.Equal(content, Assert.IsType<GetOutcome.Found>(await host.Mediator.Send(new GetDocument(new(id)))).Body.Content.ToText());
        }

        Assert.Equal(asked[5], await CountOverHttpAsync(http));
    }

    private static async Task<int> UntilAsync(Func<int, Task> ask, CancellationToken over)
    {
        await Task.Yield();
        var times = 0;
        while (!over.IsCancellationRequested)
        {
            await ask(times++);
        }

        return times;
    }

    private static async Task WriteAsync(WholeHost host, ConcurrentDictionary<string, string> written, string id)
    {
        Assert.IsType<PutOutcome.Saved>(await host.Mediator.Send(new PutDocument(new(id), CanonicalJson.Parse($"\"{id}\""), null)));
        written[id] = $"\"{id}\"";
    }

    private static async Task ReadAsync(WholeHost host, ConcurrentDictionary<string, string> written, int number)
    {
        var id = $"a:{number % Math.Max(1, written.Count / 2)}";
        if (written.TryGetValue(id, out var content))
        {
            Assert.Equal(content, Assert.IsType<GetOutcome.Found>(await host.Mediator.Send(new GetDocument(new(id)))).Body.Content.ToText());
        }
    }

    // Several requests, with a piece in memory between them that no disk has yet.
    private static async Task UploadAsync(WholeHost host, int number)
    {
        var pieces = Enumerable.Range(0, 5).Select(piece => Encoding.UTF8.GetBytes(new string((char)('a' + piece), 100_000 + number % 1000))).ToList();
        var upload = await host.Mediator.Send(new BeginBlob(DatabaseName.Vault));
        foreach (var piece in pieces)
        {
            await host.Mediator.Send(new AppendBlob(DatabaseName.Vault, upload, piece));
        }

        var finished = await host.Mediator.Send(new FinishBlob(DatabaseName.Vault, upload));
        var whole = pieces.SelectMany(piece => piece).ToArray();
        Assert.Equal(whole, (await host.Mediator.Send(new ReadBlob(DatabaseName.Vault, finished.Blob, 0, whole.Length)))!.Data.ToArray());
    }

    private static async Task MergeAsync(WholeHost host, int number)
    {
        var id = new DocumentId($"merged:{number}");
        var first = Assert.IsType<PutOutcome.Saved>(await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("""{"text":"we meet at the lake"}"""), null) { Type = new DocumentType("note") })).Revision;
        await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("""{"text":"we meet early at the lake"}"""), first));
        await host.Mediator.Send(new PutDocument(id, CanonicalJson.Parse("""{"text":"we meet at the old lake"}"""), first) { AllowBranch = true });
        await host.Mediator.Send(new NormaliseDocuments());
        Assert.Equal("""{"text":"we meet early at the old lake"}""", Assert.IsType<GetOutcome.Found>(await host.Mediator.Send(new GetDocument(id))).Body.Content.ToText());
    }

    // A connection that is closed while nothing is asked on it may meet a request that is on its way, and then its client asks again
    // (RFC 9112 §9.3.1). A request that was done all the same, and whose answer was lost, would be a conflict here.
    private static async Task PutOverHttpAsync(HttpClient http, int number)
    {
        using var answer = await PutAsync(http, number);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task<HttpResponseMessage> PutAsync(HttpClient http, int number)
    {
        try
        {
            return await PutOnceAsync(http, number);
        }
        catch (HttpRequestException closed) when (closed.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            return await PutOnceAsync(http, number);
        }
    }

    private static async Task<HttpResponseMessage> PutOnceAsync(HttpClient http, int number)
    {
        using var body = new StringContent($$"""{"number":{{number}}}""", Encoding.UTF8, "application/json");
        return await http.PutAsync(new Uri($"inbox/{number}", UriKind.Relative), body);
    }

    private static async Task<int> CountOverHttpAsync(HttpClient http) =>
        (int)System.Text.Json.Nodes.JsonNode.Parse(await http.GetStringAsync(new Uri("inbox", UriKind.Relative)))!["doc_count"]!;
}
