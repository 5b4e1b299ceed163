namespace Aurix.Platform.Hosting;

/// <summary>A request whose role has many servers, each with a name: conflict strategies, extensions.</summary>
public interface IRoutedByName
{
    /// <summary>The name of the one that shall answer.</summary>
    string RouteName { get; }
}
