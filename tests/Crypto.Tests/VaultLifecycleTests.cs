using System.Buffers.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Several devices, one vault: create, wrap, join, confirm, check (crypto.md §2, T04 to T19 as far as no server is needed).</summary>
public sealed class VaultLifecycleTests : IAsyncLifetime
{
    private Device _first = null!;
    private Device _second = null!;
    private VaultDescription _vault = null!;

    public async Task InitializeAsync()
    {
        (_first, _vault) = await Device.CreateAsync();
        (_second, _) = await Device.CreateAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
    }

    [Fact]
    public async Task The_server_gets_a_password_that_only_password_user_and_database_decide()
    {
        using var here = (await _first.LoginAsync()).ServerPassword;
        using var there = (await _second.LoginAsync()).ServerPassword;

        Assert.Equal(Vectors.Text("login_mode0"), here.Reveal());
        Assert.Equal(here.Reveal(), there.Reveal());
    }

    [Fact]
    public async Task A_second_device_joins_with_the_password_and_then_reads_what_the_first_sealed()
    {
        var document = await _first.WrapAsync();
        var own = await _second.Send(new DescribeVault());
        var joined = await _second.JoinAsync(document);

        // Staged: minting works for both vaults, the device still belongs to its own.
        Assert.Equal(_vault, joined);
        Assert.Equal(own, await _second.Send(new DescribeVault()));
        Assert.Equal(
            (await _first.Send(new MintRevisions(_vault.Vault, [Drafts.Edit()])))[0],
            (await _second.Send(new MintRevisions(_vault.Vault, [Drafts.Edit()])))[0]);
        Assert.Single(await _second.Send(new MintRevisions(own!.Vault, [Drafts.Edit()])));

        Assert.Equal(_vault, await _second.Send(new ConfirmVault(_vault.Vault)));
        Assert.Equal(_vault, await _second.Send(new DescribeVault()));
        var made = (await _first.Send(new SealDocuments([Drafts.Edit()])))[0];
        Assert.IsType<OpenOutcome.Opened>((await _second.Send(new OpenDocuments([Drafts.Received(made)])))[0]);
        await AssertCode("VaultMismatch", _second.Send(new ConfirmVault(own.Vault)));
    }

    [Fact]
    public async Task A_device_without_a_vault_joins_and_the_staged_keys_survive_a_restart()
    {
        var fresh = await Device.StartAsync();
        await fresh.JoinAsync(await _first.WrapAsync());
        Assert.Null(await fresh.Send(new DescribeVault()));
        await fresh.DisposeAsync();

        await using var again = await Device.StartAsync(fresh.DataDirectory);
        Assert.Equal(_vault, await again.Send(new ConfirmVault(_vault.Vault)));
    }

    [Fact]
    public async Task Confirming_the_present_vault_keeps_a_join_that_is_under_way()
    {
        var own = (await _second.Send(new DescribeVault()))!;
        await _second.JoinAsync(await _first.WrapAsync());

        Assert.Equal(own, await _second.Send(new ConfirmVault(own.Vault)));
        Assert.Equal(_vault, await _second.Send(new ConfirmVault(_vault.Vault)));
    }

    [Fact]
    public async Task A_vault_that_nobody_joined_is_not_confirmed()
    {
        await AssertCode("VaultMismatch", _first.Send(new ConfirmVault(new VaultId(7))));
        await AssertCode("VaultMismatch", _first.Send(new MintRevisions(new VaultId(7), [Drafts.Edit()])));
        await AssertCode("VaultMismatch", _first.Send(new BeginFile(new VaultId(7))));
    }

    [Fact]
    public async Task T09_A_wrong_password_and_a_tampered_slot_read_the_same()
    {
        var document = await _first.WrapAsync();
        var tampered = VaultDocuments.Bend(document, node => node["slots"]!["pw"]![0] = Flip(node["slots"]!["pw"]![0]!));

        var wrong = await Assert.ThrowsAsync<VaultException>(() => _second.JoinAsync(document, "not the right password"));
        var bent = await Assert.ThrowsAsync<VaultException>(() => _second.JoinAsync(tampered));
        Assert.Equal("SlotInvalid", wrong.Code);
        Assert.Equal((wrong.Code, wrong.Message, wrong.NextStep), (bent.Code, bent.Message, bent.NextStep));
    }

    [Theory]
    [InlineData("prof", 0)]
    [InlineData("prof", 2)]
    [InlineData("mode", 1)]
    public async Task T04_A_server_that_asks_for_another_profile_is_refused(string hint, int value)
    {
        var document = VaultDocuments.Bend(await _first.WrapAsync(), node => node[hint] = value);

        await AssertCode("KdfProfileMismatch", _second.JoinAsync(document));
    }

    [Fact]
    public async Task T11_Slots_in_each_others_places_and_another_vaults_name_are_refused()
    {
        var document = await _first.WrapAsync();

        await AssertCode("SlotInvalid", _second.JoinAsync(VaultDocuments.Bend(document, node => node["slots"]!["pw"]![0] = node["slots"]!["rec"]!.DeepClone())));
        await AssertCode("SlotInvalid", _second.JoinAsync(VaultDocuments.Bend(document, node => node["vault"] = new VaultId(7).ToString())));
        await AssertCode("VaultMalformed", _second.JoinAsync(VaultDocuments.Bend(document, node => node["ring"] = Flip(node["ring"]!))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"v\":2}")]
    [InlineData("{\"v\":1,\"v\":1}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":7}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":\"AAECAwQFBgcICQoLDA0ODx\"}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":\"AAECAwQFBgcICQoLDA0ODw\",\"slots\":[],\"ring\":\"\"}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":\"AAECAwQFBgcICQoLDA0ODw\",\"slots\":{\"pw\":[],\"rec\":\"\"},\"ring\":\"\"}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":\"AAECAwQFBgcICQoLDA0ODw\",\"slots\":{\"pw\":[\"=\"],\"rec\":\"\"},\"ring\":\"\"}")]
    [InlineData("{\"v\":1,\"prof\":1,\"mode\":0,\"vault\":\"AAECAwQFBgcICQoLDA0ODw\",\"slots\":{\"pw\":[\"\\ud800\"],\"rec\":\"\"},\"ring\":\"\"}")]
    public async Task A_vault_document_that_is_none_is_refused(string json)
    {
        var document = new BodyBytes(System.Text.Encoding.UTF8.GetBytes(json));

        await AssertCode("VaultMalformed", _first.Send(new CheckVaultDocument(document)));
        await AssertCode("VaultMalformed", _first.JoinAsync(document));
    }

    [Fact]
    public async Task The_recovery_code_opens_the_vault_without_the_password()
    {
        var wrapped = await _first.Send(new WrapVault((await _first.LoginAsync()).Number));
        using var code = wrapped.RecoveryCode;
        using var mistyped = Secret.FromCharacters(code.Reveal()[..^1] + (code.Reveal()[^1] == 'Z' ? "Y" : "Z"));
        var other = await _second.Send(new WrapVault((await _second.LoginAsync()).Number));
        using var foreign = other.RecoveryCode;

        Assert.Equal(_vault, await _second.Send(new RecoverVault(code, wrapped.Document)));
        Assert.Equal(_vault, await _second.Send(new ConfirmVault(_vault.Vault)));
        Assert.Equal("RecoveryCodeInvalid", (await Assert.ThrowsAsync<UsageException>(() => _second.Send(new RecoverVault(mistyped, wrapped.Document)))).Code);
        await AssertCode("SlotInvalid", _second.Send(new RecoverVault(foreign, wrapped.Document)));
    }

    [Fact]
    public async Task A_login_that_ended_opens_nothing()
    {
        var document = await _first.WrapAsync();
        var login = await _second.LoginAsync();

        Assert.True(await _second.Send(new EndLogin(login.Number)));
        Assert.False(await _second.Send(new EndLogin(login.Number)));
        Assert.Equal("LoginUnknown", (await Assert.ThrowsAsync<UsageException>(() => _second.Send(new JoinVault(login.Number, document)))).Code);
    }

    [Fact]
    public async Task The_vault_document_is_checked_before_each_sync()
    {
        var document = await _first.WrapAsync();

        Assert.Equal(_vault, await _first.Send(new CheckVaultDocument(document)));
        await AssertCode("VaultMismatch", _second.Send(new CheckVaultDocument(document)));
        await AssertCode("VaultMalformed", _first.Send(new CheckVaultDocument(VaultDocuments.Bend(document, node => node["ring"] = Flip(node["ring"]!)))));
    }

    [Fact]
    public async Task An_older_password_slot_than_the_one_it_joined_by_is_a_rollback()
    {
        var old = await _first.WrapAsync();
        await _second.JoinAsync(old);
        await _second.Send(new ConfirmVault(_vault.Vault));
        var newer = await _second.WrapAsync("another password by now");
        await _second.JoinAsync(newer, "another password by now");

        Assert.Equal(_vault, await _second.Send(new CheckVaultDocument(newer)));
        await AssertCode("KeyringRollback", _second.Send(new CheckVaultDocument(old)));
        await AssertCode("KeyringRollback", _second.JoinAsync(old));
        Assert.Equal(_vault, await _first.Send(new CheckVaultDocument(newer)));
    }

    [Fact]
    public async Task Batches_come_back_in_order_whether_one_core_worked_or_two()
    {
        var drafts = Enumerable.Range(1, 200).Select(number => Drafts.Edit($"note:{number}")).ToArray();

        var sealedDocuments = await _first.Send(new SealDocuments([.. drafts]));
        var minted = await _first.Send(new MintRevisions(_vault.Vault, [.. drafts]));
        var opened = await _first.Send(new OpenDocuments([.. sealedDocuments.Select(made => Drafts.Received(made))]));
        Assert.Equal(minted, sealedDocuments.Select(made => new MintedRevision(made.RemoteId, made.Revision)));
        Assert.Equal(drafts.Select(draft => draft.Id), opened.Cast<OpenOutcome.Opened>().Select(outcome => outcome.Body.Id));
        Assert.Equal(minted[0], (await _first.Send(new MintRevisions(_vault.Vault, [drafts[0]])))[0]);
    }

    [Fact]
    public async Task One_rejected_document_stops_no_other()
    {
        var made = await _first.Send(new SealDocuments([Drafts.Edit("note:1"), Drafts.Edit("note:2")]));

        var outcomes = await _first.Send(new OpenDocuments([Drafts.Received(made[0]) with { Revision = "1-0" }, Drafts.Received(made[1])]));
        Assert.Equal(RejectionCodes.RevMismatch, Assert.IsType<OpenOutcome.Rejected>(outcomes[0]).Code);
        Assert.IsType<OpenOutcome.Opened>(outcomes[1]);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(1_000_000_000, true)]
    public async Task A_draft_that_can_be_no_revision_is_refused(int generation, bool hasParent)
    {
        var draft = Drafts.Edit() with { Generation = generation, Parent = hasParent ? Drafts.Parent : RevisionHash.None };

        Assert.Equal("RevisionDraftInvalid", (await Assert.ThrowsAsync<UsageException>(() => _first.Send(new MintRevisions(_vault.Vault, [draft])))).Code);
        Assert.Equal("RevisionDraftInvalid", (await Assert.ThrowsAsync<UsageException>(() => _first.Send(new SealDocuments([draft])))).Code);
    }

    /// <summary>Another byte in the middle, still base64url.</summary>
    private static string Flip(JsonNode wrapped)
    {
        var bytes = Base64Url.DecodeFromChars(wrapped.GetValue<string>());
        bytes[60] ^= 1;
        return Base64Url.EncodeToString(bytes);
    }

    private static async Task AssertCode(string code, Task work) => Assert.Equal(code, (await Assert.ThrowsAsync<VaultException>(() => work)).Code);
}
