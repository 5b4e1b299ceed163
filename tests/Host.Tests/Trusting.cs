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

    /// <remarks>By content and not by id: some tests have two of one id, or an earlier one again.</remarks>
    public static void One(string data, string folder)
    {
        var hash = ModuleContent.Read(folder).Hash;
        new TrustFile(Path.Combine(data, "host")).Add(new TrustedModule(hash, hash, TimeProvider.System.GetUtcNow()));
    }
}
