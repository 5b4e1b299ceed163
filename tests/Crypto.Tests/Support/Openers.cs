using Aurix.Platform.Crypto.Envelopes;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Rotation;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>The product's own opener, for keys that were never rotated: it asks no closing list.</summary>
internal static class Openers
{
    public static DocumentOpener Make(ISodium sodium, WorkBuffers buffers, DocumentSealer sealer) =>
        new(sodium, buffers, new EpochFinder(sealer, new ClosedEpochs(Path.GetTempPath()), sodium));
}
