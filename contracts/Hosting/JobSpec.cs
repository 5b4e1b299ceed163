namespace Aurix.Platform.Hosting;

/// <summary>Something a module wants done again and again. Data, so that no scheduler holds on to a module's code.</summary>
/// <remarks>Registered with the services as a singleton; the host's scheduler sends <see cref="RunJob"/> with the name when it is time.</remarks>
/// <param name="Name">Unique, such as <c>sync.now</c>.</param>
/// <param name="Interval">How long from one start to the next. A run that is still going when its time comes is not started twice.</param>
public sealed record JobSpec(string Name, TimeSpan Interval);
