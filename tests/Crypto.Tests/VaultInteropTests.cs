using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Aurix.Platform.Crypto.Keys;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Crypto.Primitives;
using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Tests;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>Secret Key, invitation, printed keys and protected key files: known answers, and each implementation opens what the other wrote.</summary>
public sealed class VaultInteropTests
{
    private const string Database = "aurix-k3f9q2mz-sk";
    private const string Passphrase = "only this device knows it";

    private static readonly JsonNode Known = JsonNode.Parse(File.ReadAllText(Path.Combine(NodeFactAttribute.Locate("tests/vectors"), "vault-vectors.json")))!;

    [Fact]
    public void T01_Slots_codes_and_key_file_come_out_as_written()
    {
        var sodium = new CoreSodium();
        var vault = VaultId.FromBytes(Hex("vault"));
        var wrap = new KeyWrap(sodium, new WorkBuffers());
        var (auth, kek, stretched, key) = (new byte[32], new byte[32], new byte[32], new byte[32]);
        using (var password = Secret.FromCharacters(Device.Password))
        {
            new PasswordStretcher(new RememberingSodium()).Stretch(stretched, password, LoginAddress.From(Device.User, Database));
            new KeySplit(sodium).Split(auth, kek, stretched, Hex("sk"));
        }

        SlotEditor.InvitationKey(new Kdf(sodium), key, [.. Hex("x"), .. new byte[16]], vault);
        Assert.Equal(Text(Known, "auth"), Convert.ToHexStringLower(auth));
        Assert.Equal(Text(Known, "slot_pw_mode1"), Base64Url.EncodeToString(wrap.Seal(WrapPlace.Password(vault, KeyMode.SecretKey), 2, kek, Hex("mk"))));
        Assert.Equal(Text(Known, "slot_inv"), Base64Url.EncodeToString(wrap.Seal(WrapPlace.Invitation(vault), 29500000, key, Hex("mk"))));
        Assert.Null(wrap.Open(WrapPlace.Password(vault, KeyMode.Password), kek, Base64Url.DecodeFromChars(Text(Known, "slot_pw_mode1"))));
        Assert.Equal(Text(Known, "secret_key"), PrintedKey.SecretKey.Format(Hex("sk")).Reveal());
        Assert.Equal(Text(Known, "invitation"), PrintedKey.Invitation.Format([.. auth, .. Hex("x")]).Reveal());
    }

    [Fact]
    public async Task T01_The_key_file_of_the_vectors_opens_and_is_written_the_same_again()
    {
        var sodium = new CoreSodium();
        Assert.True(ProtectedKeys.TryRead(sodium, Encoding.UTF8.GetBytes(Text(Known, "key_file")), out var file));
        using var passphrase = Secret.FromCharacters(Passphrase);
        using var stretcher = new PasswordStretcher(sodium);
        using var dataKey = (await new PassphraseKey(stretcher, sodium).UseAsync(passphrase, file.Salt, key => file.OpenLock(sodium, key.Bytes), CancellationToken.None))!;

        Assert.Equal(Hex("ldk"), dataKey.Bytes.ToArray());
        Assert.Equal("what is inside", Encoding.UTF8.GetString(file.Open(sodium, dataKey)!));
        Assert.Equal(Text(Known, "key_file"), Encoding.UTF8.GetString(file.With(sodium, dataKey, "what is inside"u8).Write(sodium)));
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task JavaScript_still_makes_the_known_answers() =>
        Assert.Equal(Known.ToJsonString(), JsonNode.Parse(await SecondImplementation.RunAsync("vault.mjs", "vectors"))!.ToJsonString());

    [NodeFact(SecondImplementation.Folder)]
    public async Task What_JavaScript_writes_opens_here()
    {
        var written = JsonNode.Parse(await SecondImplementation.RunAsync("vault.mjs", "write"))!;
        var document = new BodyBytes(Encoding.UTF8.GetBytes(written["vaultDocument"]!.ToJsonString()));
        await using var device = await Device.StartAsync();
        using var password = Secret.FromCharacters(Text(written, "password"));
        using var secretKey = Secret.FromCharacters(Text(written, "secretKey"));
        using var invitation = Secret.FromCharacters(Text(written, "invitation"));

        var login = await device.Send(new BeginLogin(Device.User, Database, password) { SecretKey = secretKey });
        Assert.Equal(Text(written, "serverPassword"), login.ServerPassword.Reveal());
        Assert.Equal(Text(written, "vault"), (await device.Send(new JoinVault(login.Number, document))).Vault.ToString());
        var invited = await device.Send(new BeginInvited(Database, invitation));
        Assert.Equal(Text(written, "serverPassword"), invited.ServerPassword.Reveal());
        await using var other = await Device.StartAsync();
        var again = await other.Send(new BeginInvited(Database, invitation));
        Assert.Equal(Text(written, "vault"), (await other.Send(new JoinVault(again.Number, document))).Vault.ToString());

        await File.WriteAllTextAsync(other.KeyFile, Text(written, "keyFile"));
        using var passphrase = Secret.FromCharacters(Text(written, "passphrase"));
        Assert.Equal("VaultLocked", (await Assert.ThrowsAsync<VaultException>(() => other.Send(new DescribeVault()))).Code);
        await other.Send(new UnlockVault(passphrase, Share: false));
        Assert.Equal(Text(written, "vault"), (await other.Send(new DescribeVault()))!.Vault.ToString());
    }

    [NodeFact(SecondImplementation.Folder)]
    public async Task What_is_written_here_opens_in_JavaScript()
    {
        var (device, vault) = await Device.CreateAsync();
        await using var _ = device;
        using var secretKey = await device.Send(new MakeSecretKey());
        using var password = Secret.FromCharacters(Device.Password);
        var login = await device.Send(new BeginLogin(Device.User, Database, password) { SecretKey = secretKey });
        await device.Send(new KeepLogin(Device.User, Database, login.ServerPassword) { SecretKey = secretKey });
        var wrapped = await device.Send(new WrapVault(login.Number));
        wrapped.RecoveryCode.Dispose();
        var invited = await device.Send(new MakeInvitation(wrapped.Document, TimeSpan.FromMinutes(10)));
        var master = Text(JsonNode.Parse(await File.ReadAllTextAsync(device.KeyFile))!["current"]!, "mk");
        using var passphrase = Secret.FromCharacters(Passphrase);
        await device.Send(new ProtectVault(passphrase));
        var path = Path.Combine(device.DataDirectory, "written.json");
        await File.WriteAllTextAsync(path, new JsonObject
        {
            ["user"] = Device.User,
            ["database"] = Database,
            ["password"] = Device.Password,
            ["passphrase"] = Passphrase,
            ["secretKey"] = secretKey.Reveal(),
            ["invitation"] = invited.Code.Reveal(),
            ["vaultDocument"] = JsonNode.Parse(invited.Document.Utf8.Span),
            ["keyFile"] = await File.ReadAllTextAsync(device.KeyFile),
        }.ToJsonString());

        var read = JsonNode.Parse(await SecondImplementation.RunAsync("vault.mjs", "open", path))!;

        Assert.Equal((master, master, master), (Text(read, "byPassword"), Text(read, "byInvitation"), Text(read, "inKeyFile")));
        var told = login.ServerPassword.Reveal();
        Assert.Equal((told, told, told), (Text(read, "serverPassword"), Text(read, "invitedAs"), Text(read, "loginInKeyFile")));
        Assert.Equal(vault.Vault.ToString(), Text(JsonNode.Parse(invited.Document.Utf8.Span)!, "vault"));
    }

    private static byte[] Hex(string name) => Convert.FromHexString(Text(Known["in"]!, name));

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
