using Aurix.Platform.Gateway.Http;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>One thing that an app can ask.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path below <c>/api/v1/</c>; <c>{name}</c> stands for one part of it, percent-encoded as a whole.</param>
/// <param name="Scope">What the app's token has to allow.</param>
/// <param name="Summary">For the reference.</param>
/// <param name="Handle">Answers.</param>
internal sealed record Route(string Method, string Template, AppScopes Scope, string Summary, Func<RestCall, Task> Handle)
{
    private readonly string[] _parts = Template.Split('/');

    /// <summary>The values of the template's parts, when the path is of this shape.</summary>
    public Dictionary<string, string>? Match(ReadOnlySpan<string> path)
    {
        if (path.Length != _parts.Length)
        {
            return null;
        }

        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < path.Length; index++)
        {
            if (_parts[index] is ['{', .. var name, '}'])
            {
                values[name] = path[index];
            }
            else if (_parts[index] != path[index])
            {
                return null;
            }
        }

        return values;
    }
}

/// <summary>Some of the API's routes.</summary>
internal interface IRoutes
{
    IEnumerable<Route> All { get; }
}

/// <summary>One request to the API.</summary>
/// <param name="Exchange">The request and its answer.</param>
/// <param name="Values">What stands in the path.</param>
internal sealed record RestCall(Exchange Exchange, IReadOnlyDictionary<string, string> Values)
{
    public CancellationToken Aborted => Exchange.Aborted;

    public Query Query => Exchange.Query;
}
