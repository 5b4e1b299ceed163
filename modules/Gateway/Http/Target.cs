namespace Aurix.Platform.Gateway.Http;

/// <summary>What a path names. The shapes are all a log ever sees of it.</summary>
internal abstract record Target(string Endpoint, string Shape)
{
    /// <summary>Something of the server: <c>/</c>, <c>/_session</c>.</summary>
    public sealed record Server(string Name) : Target("/" + Name, "/" + Name);

    /// <summary>A database as a whole.</summary>
    public sealed record Whole(string Database) : Target("/{db}", "/{db}"), IInDatabase;

    /// <summary>A facility of a database: <c>/{db}/_changes</c>.</summary>
    public sealed record Facility(string Database, string Name) : Target("/{db}/" + Name, "/{db}/" + Name), IInDatabase;

    /// <summary>A document, design documents included.</summary>
    public sealed record Document(string Database, string Id) : Target("/{db}/{doc}", "/{db}/{doc}"), IInDatabase;

    /// <summary>A document that never replicates; the id without <c>_local/</c>.</summary>
    public sealed record Local(string Database, string Id) : Target("/{db}/_local/{doc}", "/{db}/_local/{doc}"), IInDatabase;

    /// <summary>A file of a document.</summary>
    public sealed record Attachment(string Database, string Id, string Name) : Target("/{db}/{doc}/{file}", "/{db}/{doc}/{file}"), IInDatabase;

    /// <summary>A view, a show, a list: things that would run somebody's code.</summary>
    public sealed record Code(string Database) : Target("/{db}/_design/{doc}/{code}", "/{db}/_design/{doc}/{code}"), IInDatabase;

    /// <summary>Something of the apps' own: a path below the API's or the dashboard's root.</summary>
    public sealed record Own(string Root, string[] Path) : Target("/" + Root, "/" + Root);

    /// <summary>Nothing that this server has.</summary>
    public sealed record Nothing() : Target("?", "?");
}

/// <summary>A target for which somebody must be allowed into a database first.</summary>
internal interface IInDatabase
{
    string Database { get; }
}
