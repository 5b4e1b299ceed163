using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test in a real Chromium, driven from <c>tests/browser</c>; skipped, and reported so, where one of the two is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Where the scripts are.</summary>
    public const string Folder = "tests/browser";

    private static readonly string Chromium = Environment.GetEnvironmentVariable("AURIX_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>Looks for Node, its packages and the browser.</summary>
    public BrowserFactAttribute()
    {
        Skip = File.Exists(Chromium) ? new NodeFactAttribute(Folder).Skip : $"There is no Chromium at {Chromium}; AURIX_TEST_CHROMIUM says where another is.";
    }
}
