using Aurix.Platform.Conflict;
using Aurix.Platform.Hosting;
using Samples.RecordingMetadata;

[assembly: Module(typeof(RecordingMetadataModule))]

namespace Samples.RecordingMetadata;

/// <summary>Brings <c>samples.recording-metadata</c>.</summary>
public sealed class RecordingMetadataModule : StrategyModule<RecordingMetadataStrategy>;
