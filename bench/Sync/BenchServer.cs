using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Aurix.Platform.Bench.Sync;

/// <summary>An account with an empty pair of databases: at the CouchDB that AURIX_BENCH_COUCHDB_URL names (an administrator's login in it), else at an embedded server in a process of its own.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    public const string User = "alex";

    /// <summary>The owner's.</summary>
    public const string Password = "correct horse battery staple lantern";

    private readonly Process? _process;
    private readonly TemporaryFolder _folder;

    private BenchServer(Process? process, TemporaryFolder folder, Uri root, string database, string admin, string adminPassword)
    {
        _process = process;
        _folder = folder;
        Root = root;
        Database = database;
        Login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{admin}:{adminPassword}"));
        Http = new HttpClient { BaseAddress = root };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Login);
    }

    /// <summary>With a slash at the end.</summary>
    public Uri Root { get; }

    public string Database { get; }

    /// <summary>The account's database.</summary>
    public Uri Address => new(Root, Database);

    /// <summary>An administrator's, as basic authentication has it.</summary>
    public string Login { get; }

    /// <summary>The administrator's.</summary>
    public HttpClient Http { get; }

    /// <summary>What it is, for the head of a table.</summary>
    public static string Name => Named is null ? "the embedded server" : "CouchDB";

    private static string? Named { get; } = Environment.GetEnvironmentVariable("AURIX_BENCH_COUCHDB_URL");

    private static string PasswordFile { get; } = Secret(Password);

    public static async Task<BenchServer> StartAsync()
    {
        var folder = new TemporaryFolder();
        var database = "aurix-" + Guid.NewGuid().ToString("n")[..12];
        if (Named is { } named)
        {
            var login = new Uri(named).UserInfo.Split(':').Select(Uri.UnescapeDataString).ToArray();
            var root = new UriBuilder(named) { UserName = "", Password = "", Path = "/" }.Uri;
            await Processes.Aurix(
                folder.Path, null, "server", "provision", root.ToString(), "--admin", login[0], "--admin-password-file", Secret(login[1]),
                "--user", User, "--database", database, "--password-file", PasswordFile, "--replace-password").OutputAsync();
            return new(null, folder, root, database, login[0], login[1]);
        }

        var process = Processes.Aurix(
            folder.Path, null, "serve", "--port", "0", "--json",
            "--user", User, "--database", database, "--password-file", PasswordFile, "--admin", "admin", "--admin-password-file", PasswordFile);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new(process, folder, new Uri((string)JsonNode.Parse(line)!["listening"]!), database, "admin", Password);
    }

    /// <summary>Has a device opt in.</summary>
    /// <param name="more"><c>--new</c> for the first.</param>
    public Task EnableAsync(string device, params string[] more) => Processes.Aurix(
        device, null, ["sync", "enable", Address.ToString(), "--user", User, "--password-file", PasswordFile, "--yes", .. more]).OutputAsync();

    /// <summary>A database beside the account's, empty, for whoever moves the same without Aurix.</summary>
    public async Task<Uri> MakeAnotherAsync()
    {
        (await Http.PutAsync(new Uri(Database + "-peer", UriKind.Relative), null)).EnsureSuccessStatusCode().Dispose();
        return new Uri(Root, Database + "-peer");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
        {
            foreach (var database in new[] { Database, Database + "-blob", Database + "-peer" })
            {
                (await Http.DeleteAsync(new Uri(database, UriKind.Relative))).Dispose();
            }
        }
        else
        {
            _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Http.Dispose();
        _folder.Dispose();
    }

    private static string Secret(string text)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
        return path;
    }
}
