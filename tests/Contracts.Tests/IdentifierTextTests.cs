using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests;

/// <summary>Names that come from servers: one spelling each, and no text makes reading them throw.</summary>
public sealed class IdentifierTextTests
{
    [Theory]
    [InlineData("AAECAwQFBgcICQoLDA0ODw", true)]
    [InlineData("AAECAwQFBgcICQoLDA0ODx", false)] // stray bits at the end: a second spelling of the same bytes
    [InlineData("AAECAwQFBgcICQoLDA0ODw==", false)]
    [InlineData("AAECAwQFBgcICQoLDA0OD", false)]
    [InlineData("AAECAwQFBgcICQoLDA0OD*", false)]
    [InlineData("AAECAwQFBgcICQoLDA0ODé", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_vault_id_has_one_spelling(string? text, bool valid) => Assert.Equal(valid, VaultId.TryParse(text, out _));

    [Theory]
    [InlineData("3tVS_JoFf46kg0Vt_FT9iwoLgsvMLZpQVVgY00dgJl8", true)]
    [InlineData("3tVS_JoFf46kg0Vt_FT9iwoLgsvMLZpQVVgY00dgJl9", false)]
    [InlineData("3tVS_JoFf46kg0Vt_FT9iwoLgsvMLZpQVVgY00dgJl8=", false)]
    [InlineData("3tVS/JoFf46kg0Vt+FT9iwoLgsvMLZpQVVgY00dgJl8", false)]
    [InlineData("3tVS_JoFf46kg0Vt_FT9iwoLgsvMLZpQVVgY00dgJl ", false)]
    [InlineData(null, false)]
    public void A_blob_address_has_one_spelling(string? text, bool valid) => Assert.Equal(valid, BlobAddress.TryParse(text, out _));
}
