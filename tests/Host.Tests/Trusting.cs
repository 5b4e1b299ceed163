using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Tests;

/// <summary>Says what <c>aurix module trust</c> says, for a test's own plugins.</summary>
internal static class Trusting
{
    public static void All(string data, string modules)
    {
        foreach (var folder in Directory.EnumerateDirectories(modules))
        {
            One(data, folder);
        }
    }

    /// <remarks>By folder and not by id: some tests have two of one id.</remarks>
    public static void One(string data, string folder) =>
        new TrustFile(Path.Combine(data, "host")).Add(new TrustedModule(Path.GetFileName(folder), ModuleContent.Read(folder).Hash, TimeProvider.System.GetUtcNow()));
}
