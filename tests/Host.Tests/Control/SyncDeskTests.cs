using Aurix.Platform.Host.Control;
using Aurix.Platform.Sync;

namespace Aurix.Platform.Tests.Control;

public sealed class SyncDeskTests
{
    [Theory]
    [InlineData(SyncState.Off, "off")]
    [InlineData(SyncState.SignedIn, "signed in")]
    [InlineData(SyncState.Enabled, "enabled")]
    [InlineData(SyncState.Paused, "paused")]
    [InlineData(SyncState.Removing, "removing")]
    public void A_state_is_spelled_as_the_documents_spell_it(SyncState state, string spelled) =>
        Assert.Equal(spelled, (string?)SyncDesk.Told(new SyncStatus(false, null, null, null, null, 0) { State = state })["state"]);
}
