using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Sync.Accounts;

/// <summary>Lets one change of the account happen at a time, across processes: a pause that races with opting out must not bring the account back.</summary>
internal sealed class AccountTurn(IModuleContext context) : IDisposable
{
    private const int Tries = 100; // five seconds: a change takes milliseconds, and whoever holds it longer hangs

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _one = new(1);

    /// <exception cref="UsageException"><c>AccountBusy</c>.</exception>
    public async Task<T> RunAsync<T>(Func<T> change, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            using var held = await HoldAsync(cancellationToken);
            return change();
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<FileStream> HoldAsync(CancellationToken cancellationToken) =>
        await LockFile.HoldAsync(context, "account.lock", Tries, Between, cancellationToken)
        ?? throw new UsageException("AccountBusy", "Another process of this device is changing the sync account.", "Try again; nothing was changed.");
}
