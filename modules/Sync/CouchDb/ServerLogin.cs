using System.Net;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Sync.CouchDb;

/// <summary>How requests show who asks. Renewed by one caller at a time; a login that was refused once is never sent again.</summary>
/// <param name="server">Where.</param>
/// <param name="refused">Hears of a refusal, before anybody else does.</param>
internal abstract class ServerLogin(Uri server, Action refused) : IDisposable
{
    /// <summary>The code of a refusal by name and password.</summary>
    public const string LoginRefused = nameof(LoginRefused);

    private readonly SemaphoreSlim _one = new(1);
    private bool _isRefused;

    /// <summary>Adds what shows who asks, and tells which it was; null for nothing yet.</summary>
    public abstract string? Authorise(HttpRequestMessage request);

    /// <summary>Logs in anew, unless somebody else has done so since <paramref name="stale"/> was used.</summary>
    /// <returns>Null when requests may go on; an answer that says to come back later, for the caller to try again and to dispose.</returns>
    public async Task<HttpResponseMessage?> RenewAsync(string? stale, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Requests that were under way together wait here together: the first one's refusal is the answer to all of them.
            return _isRefused ? throw Refused(server) : await RenewAloneAsync(stale, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public static RemoteRefusedException Refused(Uri server) =>
        new(LoginRefused, $"'{server}' refused the login.", "Check user name and password. If the password was changed on another device, run 'aurix sync login' with the new one; everything here is kept. It was tried once only, so the account is not locked.");

    public void Dispose() => _one.Dispose();

    protected abstract Task<HttpResponseMessage?> RenewAloneAsync(string? stale, CancellationToken cancellationToken);

    /// <summary>Ends it when this is the answer of a server that does not take the login.</summary>
    protected void ThrowIfRefused(HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw Refuse();
        }
    }

    /// <summary>The login is over.</summary>
    protected RemoteRefusedException Refuse()
    {
        _isRefused = true;
        refused();
        return Refused(server);
    }
}
