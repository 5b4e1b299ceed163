namespace Aurix.Platform.Host.Demo.Chapters;

/// <summary>What the server got to see, and that it was none of it in the clear.</summary>
internal static class ServerChapter
{
    public static async Task TellAsync(DemoScene scene, string database, PlaintextSearch search, CancellationToken cancellationToken)
    {
        await scene.Screen.StepAsync("What the server can see", async () =>
        {
            var lines = await ServerView.DescribeAsync(scene.Server.Host, database, cancellationToken);
            scene.Screen.Note("");
            foreach (var line in lines)
            {
                scene.Screen.Note(line);
            }

            return "ids, sizes, counts, times";
        });
        await scene.Screen.StepAsync("Search the server's files for every word, name and type", () =>
        {
            var onServer = search.FindIn(Path.Combine(scene.Root, "server"));
            DemoFailure.Unless(onServer.IsEmpty, $"The server's files hold plaintext: {string.Join(", ", onServer.Take(5))}.");

            // The control: the same search must find them where they are meant to be.
            var onDevice = search.FindIn(Path.Combine(scene.Root, "device-a"));
            DemoFailure.Unless(onDevice.Count > search.Count * 9 / 10, $"The search found only {onDevice.Count} of {search.Count} on the device, so it proves nothing.");
            return Task.FromResult($"0 of {search.Count} found there; {onDevice.Count} found on device A, by the same search");
        });
    }
}
