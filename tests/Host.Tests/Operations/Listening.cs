namespace Aurix.Platform.Tests.Operations;

/// <summary>Meters belong to the process: who listens, and who measures what it costs when nobody does, take turns.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Listening
{
    public const string Name = nameof(Listening);
}
