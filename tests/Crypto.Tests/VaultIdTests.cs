namespace Aurix.Platform.Crypto.Tests;

public sealed class VaultIdTests
{
    [Fact]
    public void A_vault_id_reads_as_it_is_written()
    {
        Assert.True(VaultId.TryParse("AAECAwQFBgcICQoLDA0ODw", out var vault));

        Assert.Equal(Convert.FromHexString("000102030405060708090a0b0c0d0e0f"), vault.ToBytes());
        Assert.Equal("AAECAwQFBgcICQoLDA0ODw", vault.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("AAECAwQFBgcICQoLDA0OD")] // too short
    [InlineData("AAECAwQFBgcICQoLDA0ODw==")] // padded
    [InlineData("AAECAwQFBgcICQoLDA0OD+")] // base64, not base64url
    [InlineData("AAECAwQFBgcICQoLDA0OD/")]
    [InlineData("AAECAwQFBgcICQoLDA0OD=")]
    [InlineData("AAECAwQFBgcICQoLDA0O w")]
    [InlineData("AAECAwQFBgcICQoLDA0O\nw")]
    [InlineData("AAECAwQFBgcICQoLDA0ODü")]
    [InlineData("\ud800AECAwQFBgcICQoLDA0ODw")]
    public void What_is_no_vault_id_is_refused_without_an_exception(string? text)
    {
        Assert.False(VaultId.TryParse(text, out var vault));

        Assert.Equal(default, vault);
    }
}
