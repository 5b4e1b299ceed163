using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Keys are replaced: what was accepted before stays valid, what turns up afterwards does not, and nobody who held the old keys can read on.</summary>
public sealed class RotationTests : IAsyncLifetime
{
    private const string NewPassword = "five other words for tomorrow";

    private Device _first = null!;
    private VaultDescription _vault = null!;
    private BodyBytes _before = null!;
    private SealedDocument _listed = null!;
    private SealedDocument _unlisted = null!;
    private BodyBytes _after = null!;
    private Secret _recovery = null!;
    private Secret _oldRecovery = null!;
    private readonly List<SealedBlob> _pieces = [];

    public async Task InitializeAsync()
    {
        (_first, _vault) = await Device.CreateAsync();
        var first = await _first.Send(new WrapVault((await _first.LoginAsync()).Number));
        (_before, _oldRecovery) = (first.Document, first.RecoveryCode);
        var both = await _first.Send(new SealDocuments([Drafts.Edit("note:listed"), Drafts.Edit("note:unlisted")]));
        (_listed, _unlisted) = (both[0], both[1]);

        Assert.Equal(2, await _first.Send(new BeginRotation()));
        await _first.Send(new NameClosingLeaves([new ClosingLeaf(_listed.RemoteId, _listed.Revision)]));
        for (var last = false; !last;)
        {
            var piece = await _first.Send(new SealClosingPiece(_pieces.Count));
            _pieces.Add(piece.Blob);
            last = piece.IsLast;
        }

        var wrapped = await _first.Send(new WrapRotation((await _first.LoginAsync(NewPassword)).Number, _before));
        (_after, _recovery) = (wrapped.Document, wrapped.RecoveryCode);
        await _first.Send(new CommitRotation());
    }

    public async Task DisposeAsync()
    {
        _recovery.Dispose();
        _oldRecovery.Dispose();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task New_revisions_are_sealed_under_the_new_epoch_and_known_ones_keep_theirs()
    {
        var draft = Drafts.Edit("note:listed");
        var anew = (await _first.Send(new SealDocuments([draft])))[0];
        var known = (await _first.Send(new SealDocuments([draft with { Known = _listed.Revision.Hash }])))[0];

        Assert.NotEqual(_listed.Revision, anew.Revision);
        Assert.Equal(2, Epoch(anew));
        Assert.Equal(_listed, known);
        Assert.Equal(_listed.RemoteId, anew.RemoteId);
    }

    [Fact]
    public async Task T46_What_the_closing_list_does_not_name_is_refused_and_what_it_names_is_accepted()
    {
        var outcomes = await _first.Send(new OpenDocuments([Drafts.Received(_listed), Drafts.Received(_unlisted)]));

        Assert.IsType<OpenOutcome.Opened>(outcomes[0]);
        Assert.Equal("EpochClosed", Assert.IsType<OpenOutcome.Rejected>(outcomes[1]).Code);
    }

    [Fact]
    public async Task T46_A_forgery_of_a_closed_epoch_is_called_a_forgery()
    {
        var forged = _unlisted.Envelope[..^1] + (_unlisted.Envelope[^1] == 'A' ? 'Q' : 'A');

        var outcome = (await _first.Send(new OpenDocuments([Drafts.Received(_unlisted with { Envelope = forged })])))[0];

        Assert.NotEqual("EpochClosed", Assert.IsType<OpenOutcome.Rejected>(outcome).Code);
    }

    [Fact]
    public async Task T46_Its_owner_can_vouch_for_one_document_of_a_closed_epoch()
    {
        var outcomes = await _first.Send(new OpenDocuments([Drafts.Received(_unlisted)]) { AcceptClosed = true });

        Assert.Equal("note:unlisted", Assert.IsType<OpenOutcome.Opened>(outcomes[0]).Body.Id.Value);
    }

    [Fact]
    public async Task The_standing_of_a_revision_is_told()
    {
        var listed = Drafts.Edit("note:listed") with { Known = _listed.Revision.Hash };
        var unlisted = Drafts.Edit("note:unlisted") with { Known = _unlisted.Revision.Hash };
        var current = Drafts.Edit("note:listed") with { Known = (await _first.Send(new MintRevisions(_vault.Vault, [Drafts.Edit("note:listed")])))[0].Revision.Hash };
        var nobodys = Drafts.Edit("note:listed") with { Known = RevisionHash.FromBytes("0123456789abcdef"u8) };

        Assert.Equal(
            [EpochStanding.Listed, EpochStanding.Unlisted, EpochStanding.Current, EpochStanding.Unknown],
            (await _first.Send(new FindEpochs([listed, unlisted, current, nobodys]))).ToArray());
    }

    [Fact]
    public async Task The_keys_and_their_list_survive_a_restart()
    {
        await _first.DisposeAsync();
        _first = await Device.StartAsync(_first.DataDirectory);

        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _first.Send(new DescribeVault()));
        Assert.True((await _first.Send(new DescribeClosedEpochs())).IsHere);
        await T46_What_the_closing_list_does_not_name_is_refused_and_what_it_names_is_accepted();
    }

    [Fact]
    public async Task A_device_with_the_old_keys_cannot_open_the_new_ring_and_is_told_to_sign_in()
    {
        await using var second = await JoinedBeforeAsync();

        var wrong = await Assert.ThrowsAsync<VaultException>(() => second.Send(new CheckVaultDocument(_after)));

        Assert.Equal("VaultRotated", wrong.Code);
        var refused = await Assert.ThrowsAsync<VaultException>(() => second.JoinAsync(_after, Device.Password));
        Assert.Equal("SlotInvalid", refused.Code);
    }

    [Fact]
    public async Task Signed_in_anew_it_judges_nothing_of_the_old_keys_before_it_has_the_list()
    {
        await using var second = await JoinedBeforeAsync();
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await second.JoinAsync(_after, NewPassword));

        var missing = await Assert.ThrowsAsync<VaultException>(() => second.Send(new OpenDocuments([Drafts.Received(_listed)])));
        Assert.Equal("ClosedEpochsMissing", missing.Code);

        Assert.True((await FetchListAsync(second)).IsHere);
        var outcomes = await second.Send(new OpenDocuments([Drafts.Received(_listed), Drafts.Received(_unlisted)]));
        Assert.IsType<OpenOutcome.Opened>(outcomes[0]);
        Assert.IsType<OpenOutcome.Rejected>(outcomes[1]);
    }

    [Fact]
    public async Task The_old_recovery_code_is_void_and_the_new_one_opens()
    {
        await using var second = await Device.StartAsync();
        var refused = await Assert.ThrowsAsync<VaultException>(() => second.Send(new RecoverVault(_oldRecovery, _after)));

        Assert.Equal("SlotInvalid", refused.Code);
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await second.Send(new RecoverVault(_recovery, _after)));
    }

    [Fact]
    public async Task A_list_with_its_entries_out_of_order_is_refused()
    {
        await using var second = await Device.StartAsync();
        await second.JoinAsync(_after, NewPassword);
        await second.Send(new ConfirmVault(_vault.Vault));
        var list = (await second.Send(new DescribeClosedEpochs())).List!;

        var wrong = await Assert.ThrowsAsync<VaultException>(() => second.Send(new KeepClosingPiece(list, 1, new byte[51])));

        Assert.Equal("ClosingListInvalid", wrong.Code);
        Assert.False((await second.Send(new DescribeClosedEpochs())).IsHere);
    }

    [Fact]
    public async Task Rotating_again_replaces_the_list()
    {
        var again = (await _first.Send(new SealDocuments([Drafts.Edit("note:later")])))[0];
        Assert.Equal(3, await _first.Send(new BeginRotation()));
        await _first.Send(new NameClosingLeaves([new ClosingLeaf(again.RemoteId, again.Revision)]));
        using var wrapped = (await _first.Send(new WrapRotation((await _first.LoginAsync()).Number, _after))).RecoveryCode;
        await _first.Send(new CommitRotation());

        var outcomes = await _first.Send(new OpenDocuments([Drafts.Received(again), Drafts.Received(_listed)]));

        Assert.IsType<OpenOutcome.Opened>(outcomes[0]);
        Assert.Equal("EpochClosed", Assert.IsType<OpenOutcome.Rejected>(outcomes[1]).Code);
    }

    [Fact]
    public async Task What_was_not_begun_is_not_committed()
    {
        var wrong = await Assert.ThrowsAsync<UsageException>(() => _first.Send(new CommitRotation()));

        Assert.Equal("RotationMissing", wrong.Code);
        Assert.Equal(new VaultDescription(_vault.Vault, 2, 2), await _first.Send(new DescribeVault()));
    }

    private static int Epoch(SealedDocument document) => System.Buffers.Text.Base64Url.DecodeFromChars(document.Envelope)[4];

    private async Task<Device> JoinedBeforeAsync()
    {
        var device = await Device.StartAsync();
        await device.JoinAsync(_before);
        await device.Send(new ConfirmVault(_vault.Vault));
        return device;
    }

    private async Task<ClosedEpochsDescription> FetchListAsync(Device device)
    {
        var list = (await device.Send(new DescribeClosedEpochs())).List!;
        var manifest = await device.Send(new OpenManifest(list, _pieces[^1].Bytes));
        var chunk = await device.Send(new OpenChunk(list, 0, manifest.Chunks[0], _pieces[0].Bytes));
        return await device.Send(new KeepClosingPiece(list, 0, chunk.Data));
    }
}
