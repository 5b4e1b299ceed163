namespace Aurix.Platform.Host.Loading;

/// <summary>Tells one copy of a module that it is taken out of service; renewed when the swap is given up and the copy goes on.</summary>
internal sealed class DrainSignal : IDisposable
{
    private CancellationTokenSource _source = new();

    public CancellationToken Token => Volatile.Read(ref _source).Token;

    public Task FireAsync() => Volatile.Read(ref _source).CancelAsync();

    public void Renew()
    {
        if (Volatile.Read(ref _source).IsCancellationRequested)
        {
            Volatile.Write(ref _source, new CancellationTokenSource()); // the old one is not disposed: somebody may still hold its token
        }
    }

    public void Dispose() => Volatile.Read(ref _source).Dispose();
}
