using Xunit;

namespace Aurix.Platform.Tests;

/// <summary>A test that needs a real CouchDB, named by AURIX_TEST_COUCHDB_URL with an administrator's login in it. Without it the test is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CouchDbFactAttribute : FactAttribute
{
    public CouchDbFactAttribute()
    {
        if (Url is null)
        {
            Skip = "AURIX_TEST_COUCHDB_URL is not set, such as http://admin:password@127.0.0.1:5984.";
        }
    }

    public static string? Url { get; } = Environment.GetEnvironmentVariable("AURIX_TEST_COUCHDB_URL") is { Length: > 0 } url ? url : null;
}
