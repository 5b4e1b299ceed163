using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>How much of a file is on its way at once: what is lost when a connection breaks, and what memory it takes.</summary>
public sealed class FlightTests
{
    [Fact]
    public async Task T57_Four_chunks_are_in_flight_and_never_a_fifth()
    {
        await using var world = await World.StartAsync(1);
        await world.A.AttachAsync("film", new byte[12 << 20]); // 13 chunks: CS is a little less than 1 MiB
        using var four = new ManualResetEventSlim();
        var inFlight = 0;
        var most = 0;
        var gate = new Lock();
        world.Proxy.Before = request =>
        {
            if (!request.Is("PUT", "-blob/"))
            {
                return null;
            }

            lock (gate)
            {
                most = Math.Max(most, ++inFlight);
                if (most == 4)
                {
                    four.Set();
                }
            }

            // Nobody is let through before four are here, so that they are seen together. Fewer lanes fail below, after this minute.
            four.Wait(TimeSpan.FromMinutes(1));
            return null;
        };
        world.Proxy.After = (request, answer) =>
        {
            if (request.Is("PUT", "-blob/"))
            {
                lock (gate)
                {
                    inFlight--;
                }
            }

            return answer;
        };

        var report = await world.A.SyncAsync();

        Assert.Equal(13, report.ChunksPushed);
        Assert.Equal(14, world.Proxy.Count("PUT", "-blob/")); // and the manifest
        Assert.Equal(4, most);
    }
}
