using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Aurix.Platform.Gateway.Apps;

namespace Aurix.Platform.Gateway.Rest;

/// <summary>The API's description, made of the routes that there are, so that it can say neither more nor less.</summary>
internal static partial class OpenApi
{
    /// <summary>Describes routes.</summary>
    public static JsonObject Describe(IEnumerable<Route> routes)
    {
        var paths = new JsonObject();
        foreach (var path in routes.GroupBy(route => route.Template, StringComparer.Ordinal))
        {
            paths[$"/{RestApi.Root}/{RestApi.Version}/{path.Key}"] = new JsonObject(path.Select(route => KeyValuePair.Create<string, JsonNode?>(route.Method.ToLowerInvariant(), Operation(route))));
        }

        return new()
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject { ["title"] = "Aurix", ["version"] = "1", ["description"] = "The owner's documents, on this device. docs/api.md tells how to use it." },
            ["components"] = new JsonObject { ["securitySchemes"] = new JsonObject { ["token"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" } } },
            ["security"] = new JsonArray(new JsonObject { ["token"] = new JsonArray() }),
            ["paths"] = paths,
        };
    }

    private static JsonObject Operation(Route route) => new()
    {
        ["summary"] = route.Summary,
        ["description"] = $"Takes a token that allows to {AppAuthenticator.RoleOf(route.Scope)}.",
        ["parameters"] = new JsonArray([.. Names().Matches(route.Template).Select(name => new JsonObject
        {
            ["name"] = name.Groups[1].Value,
            ["in"] = "path",
            ["required"] = true,
            ["schema"] = new JsonObject { ["type"] = "string" },
        })]),
        ["responses"] = new JsonObject
        {
            ["2XX"] = new JsonObject { ["description"] = "Done." },
            ["default"] = new JsonObject { ["description"] = "What went wrong, and what to do.", ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject() } },
        },
    };

    [GeneratedRegex(@"\{(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Names();
}
