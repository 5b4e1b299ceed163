using Aurix.Platform.Errors;
using Aurix.Platform.Gateway;

namespace Aurix.Platform.Host.Commands;

/// <summary>How the scopes of an app are written.</summary>
internal static class AppScopeInput
{
    private static readonly AppScopes[] Each = [AppScopes.Read, AppScopes.Write, AppScopes.Sync, AppScopes.Admin];

    /// <exception cref="UsageException"><c>BadUsage</c>.</exception>
    public static AppScopes Read(IEnumerable<string> words) => words.Select(Read).Aggregate(AppScopes.None, static (all, one) => all | one);

    public static IEnumerable<string> Words(AppScopes scopes) => Each.Where(scope => scopes.HasFlag(scope)).Select(Word);

    private static string Word(AppScopes scope) => scope.ToString().ToLowerInvariant();

    private static AppScopes Read(string word) => Each.Cast<AppScopes?>().FirstOrDefault(scope => Word(scope!.Value) == word)
        ?? throw new UsageException("BadUsage", $"'{word}' is nothing that an app can be allowed.", $"Take {string.Join(", ", Each.Select(Word))}.");
}
