namespace Aurix.Platform.Gateway.Http;

/// <summary>Answers one family of paths.</summary>
internal interface IEndpoint
{
    /// <summary>The <see cref="Target.Endpoint"/> it answers.</summary>
    string Path { get; }

    /// <summary>Answers. Called by many at once; who asks and for which database is settled before.</summary>
    Task HandleAsync(Exchange exchange);
}
