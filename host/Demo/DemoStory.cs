using System.Text;
using Aurix.Platform.Crypto;
using Aurix.Platform.Gateway;
using Aurix.Platform.Host.Commands;
using Aurix.Platform.Host.Demo.Chapters;
using Aurix.Platform.Host.Output;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Host.Demo;

/// <summary>The whole road on real input, each claim checked as it is made: sets the scene, and has the chapters told in their order.</summary>
internal sealed class DemoStory(string root, string modules, DemoScreen screen, ILoggerFactory logging)
{
    private const string User = "alex";
    private const string Password = "correct horse battery staple lantern"; // a demo's password; every real one is asked for

    // CouchDB's replication log, and the one document whose id is the same for everybody.
    private const string NamesOfOurs = "session_id source_last_seq recorded_seq replication_id_version history aurix-vault";

    public static async Task<Answer> TellAsync(string modules, bool keep, bool quiet, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var root = Directory.CreateTempSubdirectory("aurix-demo-").FullName;
        try
        {
            var screen = new DemoScreen(quiet, TimeProvider.System);
            await new DemoStory(root, modules, screen, logging).TellAsync(cancellationToken);
            return screen.Summary();
        }
        finally
        {
            if (keep)
            {
                Console.Error.WriteLine($"The demo's folders are in {root}");
            }
            else
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await using var server = await StartAsync("server", cancellationToken);
        await using var a = await StartAsync("device-a", cancellationToken);
        await using var b = await StartAsync("device-b", cancellationToken);
        var scene = new DemoScene(root, modules, screen, server, a, b);
        var database = ServeCommand.NewDatabaseName();
        Uri? address = null;
        await screen.StepAsync("Start a server that knows no key", async () =>
        {
            using var secret = new Secret(Encoding.UTF8.GetBytes(Password));
            await ServeCommand.ProvisionAsync(server.Host, User, database, secret, cancellationToken);
            var listening = await server.Host.Mediator.Send(new OpenGateway("127.0.0.1", 0, AllowRemote: false), cancellationToken);
            address = new Uri(listening, database);
            return address.ToString();
        });
        var search = Search(); // before anything of anybody's is on the server

        await FirstSyncChapter.TellAsync(scene, User, Password, address!, cancellationToken);
        await TranscriptChapter.TellAsync(scene, cancellationToken);
        await SummaryChapter.TellAsync(scene, cancellationToken);
        await PolicyChapter.TellAsync(scene, cancellationToken);
        await ReloadChapter.TellAsync(scene, cancellationToken);
        await FollowingChapter.TellAsync(scene, database, cancellationToken);
        await ServerChapter.TellAsync(scene, database, search, cancellationToken);
    }

    private Task<DemoDevice> StartAsync(string folder, CancellationToken cancellationToken) =>
        DemoDevice.StartAsync(Path.Combine(root, folder), modules, logging, cancellationToken);

    /// <summary>Everything that the chapters write, but for words that an empty server's own files hold (SQL, names of fields) and names that are the same for everybody.</summary>
    private PlaintextSearch Search()
    {
        IEnumerable<string> texts =
        [
            .. FirstSyncChapter.Texts, .. TranscriptChapter.Texts, .. SummaryChapter.Texts, .. PolicyChapter.Texts, .. FollowingChapter.Texts,
            DemoScene.Recording.Value, DemoScene.Transcript.Value, DemoScene.Summary.Value,
        ];
        var search = new PlaintextSearch(texts, FirstSyncChapter.RecordingBytes());
        return search.Without(search.FindIn(Path.Combine(root, "server")).Union(search.FindIn(Encoding.UTF8.GetBytes(NamesOfOurs))));
    }
}
