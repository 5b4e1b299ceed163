using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Accounts;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>Speaks HTTP with one server under one login: session, retries, and the one place where status codes become our kinds of error.</summary>
internal sealed class CouchClient : IDisposable
{
    /// <summary>The largest answer that is read at once. More, and one hostile answer fills the memory; less, and a full batch of large documents does not fit.</summary>
    public const int MaxAnswerBytes = 64 * 1024 * 1024;

    /// <summary>The code of the refusal when an answer was larger than <see cref="MaxAnswerBytes"/>: ask for less.</summary>
    public const string AnswerTooLarge = nameof(AnswerTooLarge);

    /// <summary>The code of the refusal when the server's disk or the account's share of it is full.</summary>
    public const string ServerFull = nameof(ServerFull);

    /// <summary>The code of the refusal of something for its size.</summary>
    public const string TooLarge = nameof(TooLarge);

    /// <summary>How often a write is tried again because somebody else was faster. More is not chance any more.</summary>
    public const int ConflictTries = 5;

    private const int LongestReason = 200; // a server's own words, for a person: more would flood a terminal and a log

    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(120); // a chunk at 10 kB/s still passes; a dead connection is noticed

    private readonly ServerTrust _trust;
    private readonly HttpClient _http;
    private readonly ServerLogin _login;
    private readonly RetrySchedule _retries;
    private readonly SyncCounts _counts;
    private readonly Action _demand;

    /// <param name="address">Where.</param>
    /// <param name="user">As whom.</param>
    /// <param name="password">What the server knows as the account's password; the token where the address asks for one.</param>
    /// <param name="retries">When to try again.</param>
    /// <param name="counts">Counts bytes.</param>
    /// <param name="refused">Hears when the server refuses the login.</param>
    /// <param name="demand">Throws when nothing may be sent any more; asked before each try.</param>
    public CouchClient(RemoteAddress address, string user, string password, RetrySchedule retries, SyncCounts counts, Action refused, Action demand)
    {
        _trust = new ServerTrust(address.Connection);
        _http = new HttpClient(_trust.MakeHandler())
        {
            BaseAddress = address.Server,
            Timeout = RequestLimit,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        _login = address.Connection.Auth switch
        {
            ServerAuth.Basic => new HeaderLogin(_http, new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))), refused),
            ServerAuth.Bearer => new HeaderLogin(_http, new("Bearer", password), refused),
            _ => new CouchSession(_http, user, password, refused),
        };
        _retries = retries;
        _counts = counts;
        _demand = demand;
        Pace = new BatchPace(retries.Time);
    }

    /// <summary>How much goes into one request.</summary>
    public BatchPace Pace { get; }

    /// <summary>Makes sure that a CouchDB is there and takes the login. Tries the login once: a wrong one repeated locks the account.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var welcome = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, ""), cancellationToken, anonymous: true);
        var json = await ReadJsonAsync(welcome, cancellationToken);
        string[] greetings = welcome.StatusCode switch
        {
            HttpStatusCode.OK => ["couchdb", "express-pouchdb"], // the second is pouchdb-server's
            HttpStatusCode.Unauthorized => ["error"], // require_valid_user: nothing is told to strangers
            _ => [],
        };
        if (!greetings.Any(member => CouchJson.Member(json, member) is not null))
        {
            throw new RemoteRefusedException("NotACouchDb", $"'{_http.BaseAddress}' answers, but it is no CouchDB.", "Check the address; a proxy or another program may be listening there.");
        }

        (await TryAsync(() => _login.RenewAsync(stale: null, cancellationToken), cancellationToken))?.Dispose();
    }

    /// <summary>Sends a request and hands back an answer that the caller has to look at; transient trouble has been tried again.</summary>
    /// <param name="make">Makes the request anew for each try.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="anonymous">Without a session.</param>
    /// <param name="read">Takes the body of a success as it comes, from its start again in each try. Null holds it in memory.</param>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, CancellationToken cancellationToken, bool anonymous = false, Func<Stream, CancellationToken, Task>? read = null) =>
        (await TryAsync(async () => await SendOnceAsync(make, anonymous, request => SendAsync(request, read, cancellationToken), cancellationToken), cancellationToken))!;

    /// <summary>Sends a request once and hands back an answer whose body is still to come, for the caller to read for as long as it likes and to dispose.</summary>
    /// <exception cref="RemoteUnavailableException">There was no answer, or one that says to come back later.</exception>
    public async Task<HttpResponseMessage> OpenAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken) =>
        (await TryAsync(async () => await SendOnceAsync(make, anonymous: false, request => SendForHeadersAsync(request, cancellationToken), cancellationToken), cancellationToken, isOnce: true))!;

    private async Task<HttpResponseMessage?> TryAsync(Func<Task<HttpResponseMessage?>> send, CancellationToken cancellationToken, bool isOnce = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            _demand(); // I-4: what the owner said in another process holds from here on
            RemoteUnavailableException trouble;
            try
            {
                var response = await send();
                if (response is null || !IsTransient(response.StatusCode))
                {
                    return response;
                }

                Pace.Busy();
                trouble = Unavailable($"answered {(int)response.StatusCode}", _retries.Asked(response.Headers.RetryAfter), null);
                response.Dispose();
            }
            catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConfigurationLimitExceeded)
            {
                throw new RemoteRefusedException(AnswerTooLarge, $"'{_http.BaseAddress}' sent an answer of more than {MaxAnswerBytes / 1024 / 1024} MiB.", "Nothing of it was used. Look at the server or at what is in between.", failure);
            }
            catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.SecureConnectionError)
            {
                throw _trust.Refused(_http.BaseAddress!, failure);
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException)
            {
                trouble = Unavailable("cannot be reached", null, failure);
            }
            catch (OperationCanceledException timeout) when (!cancellationToken.IsCancellationRequested)
            {
                trouble = Unavailable($"did not answer within {RequestLimit.TotalSeconds:0} s", null, timeout);
            }

            if (isOnce || !await _retries.WaitAsync(attempt, trouble.RetryAfter, cancellationToken))
            {
                throw trouble;
            }
        }
    }

    /// <summary>Sends JSON and reads JSON; anything but success becomes an error.</summary>
    public async Task<JsonNode> ExchangeAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(() => Request(method, path, body), cancellationToken);
        await ThrowUnlessSuccessAsync(response, path, cancellationToken);
        return await ReadJsonAsync(response, cancellationToken) ?? throw Garbled(path);
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, JsonNode? body) =>
        RequestOf(method, path, body is null ? null : JsonSerializer.SerializeToUtf8Bytes(body));

    /// <summary>The same with JSON that is written already.</summary>
    public static HttpRequestMessage RequestOf(HttpMethod method, string path, byte[]? body)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return request;
    }

    /// <summary>Reads a whole answer as JSON; null when it is cut off or none.</summary>
    public static async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage response, CancellationToken cancellationToken) =>
        CouchJson.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));

    /// <summary>Whether a server says that it does not have something. A 404 from what is in between says nothing about the server.</summary>
    /// <exception cref="RemoteUnavailableException">It is no CouchDB's 404.</exception>
    public async Task<bool> IsAbsentAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.NotFound
        && (CouchJson.Member(await ReadJsonAsync(response, cancellationToken), "error") is not null ? true : throw Garbled(path));

    /// <summary>Turns what is not a success into the kind of error that says who has to act.</summary>
    public async Task ThrowUnlessSuccessAsync(HttpResponseMessage response, string path, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        await IsAbsentAsync(response, path, cancellationToken);
        var reason = Shorten(CouchJson.Text(await ReadJsonAsync(response, cancellationToken), "reason") ?? response.ReasonPhrase ?? "no reason given");
        var database = path.Split('/', '?')[0];
        throw response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => ServerLogin.Refused(_http.BaseAddress!),
            HttpStatusCode.Forbidden => new RemoteRefusedException("Forbidden", $"'{_http.BaseAddress}' does not let this account use '{database}': {reason}", "Ask the server's owner to grant it."),
            HttpStatusCode.NotFound => new RemoteRefusedException("DatabaseMissing", $"'{_http.BaseAddress}' has no database '{database}'.", "Check the address. If the server was set up anew, ask its owner to create the database pair; nothing local is lost."),
            HttpStatusCode.RequestEntityTooLarge => new RemoteRefusedException(TooLarge, $"'{_http.BaseAddress}' takes nothing as large as what was sent to '{database}'.", "Raise the limit of the server, or of the proxy before it, to 8 MB a request; the default of some is 1 MB. Nothing local is lost."),
            HttpStatusCode.InsufficientStorage => new RemoteRefusedException(ServerFull, $"'{_http.BaseAddress}' has no space left for '{database}': {reason}", "Free space on the server, or ask its owner to. Nothing local is lost; sync goes on by itself once there is space."),
            _ => new RemoteRefusedException("RemoteRefused", $"'{_http.BaseAddress}' answered {(int)response.StatusCode} for '{database}': {reason}", "Check the server's log; nothing local is lost."),
        };
    }

    public RemoteUnavailableException Garbled(string path) =>
        new($"'{_http.BaseAddress}' sent an answer for '{path.Split('/', '?')[0]}' that is cut off or no JSON.", "Sync will try again by itself; if it stays so, look at the server or at what is in between.");

    /// <summary>What a server says about itself may be as long as it likes; what we keep of it may not.</summary>
    public static string Shorten(string text) => text.Length <= LongestReason ? text : text[..LongestReason] + "…";

    public void Dispose()
    {
        _login.Dispose();
        _http.Dispose();
        _trust.Dispose();
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Func<Stream, CancellationToken, Task>? read, CancellationToken cancellationToken) => read is null
        ? _http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken)
        : SendAndReadAsync(request, read, cancellationToken);

    private async Task<HttpResponseMessage> SendOnceAsync(Func<HttpRequestMessage> make, bool anonymous, Func<HttpRequestMessage, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        for (var renewed = false; ; renewed = true)
        {
            using var request = make();
            var cookie = anonymous ? null : _login.Authorise(request);
            var response = await send(request);
            _counts.Exchanged(request.Content?.Headers.ContentLength, response.Content.Headers.ContentLength);
            if (response.StatusCode != HttpStatusCode.Unauthorized || anonymous || renewed)
            {
                return response;
            }

            response.Dispose();
            if (await _login.RenewAsync(cookie, cancellationToken) is { } trouble)
            {
                return trouble;
            }
        }
    }

    // HttpClient's limits end with the headers here, so the body gets its own.
    private async Task<HttpResponseMessage> SendAndReadAsync(HttpRequestMessage request, Func<Stream, CancellationToken, Task> read, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(RequestLimit);
        var response = await SendForHeadersAsync(request, limit.Token);
        try
        {
            if (response.IsSuccessStatusCode)
            {
                await using var body = await response.Content.ReadAsStreamAsync(limit.Token);
                await read(body, limit.Token);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // The body of a success is for whoever reads it as it comes. Any other is told to a person, and held no larger than one that is read at once.
    private async Task<HttpResponseMessage> SendForHeadersAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Whether the same request may succeed a little later.</summary>
    public static bool IsTransient(HttpStatusCode status) =>
        status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        || ((int)status >= 500 && status is not (HttpStatusCode.NotImplemented or HttpStatusCode.InsufficientStorage));

    private RemoteUnavailableException Unavailable(string what, TimeSpan? retryAfter, Exception? inner) =>
        new($"'{_http.BaseAddress}' {what}.", "Everything local goes on; sync again when the server is there.", retryAfter, inner);
}
