using System.Text;
using Aurix.Platform.Crypto.Login;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>What becomes of a password before it is stretched (T02).</summary>
public sealed class PasswordTests
{
    [Theory]
    [InlineData("caf\u00E9 caf\u00E9", "cafe\u0301 cafe\u0301")] // one character, or a letter and an accent
    [InlineData("five words", "\uFB01ve words")]                 // a ligature from a word processor
    [InlineData("12345678", "\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18")] // full-width digits of a Japanese keyboard
    [InlineData("\u1E69\u1E69\u1E69\u1E69", "s\u0307\u0323s\u0323\u0307\u1E63\u0307\u1E69")] // accents in any order
    public void T02_Two_ways_to_type_a_password_are_one_password(string one, string other) => Assert.Equal(Normal(one), Normal(other));

    [Fact]
    public void A_normal_password_is_stretched_as_it_was_typed() =>
        Assert.Equal("correct horse battery staple", Normal("correct horse battery staple"));

    [Theory]
    [InlineData("1234567")]
    [InlineData("")]
    public void A_short_password_is_refused(string password) => AssertInvalid(Encoding.UTF8.GetBytes(password));

    [Fact]
    public void The_bounds_are_8_and_1024_bytes_after_normalisation()
    {
        Assert.Equal("12345678", Normal("12345678"));
        Assert.Equal(1024, Normal(new string('a', 1024)).Length);
        AssertInvalid(Encoding.UTF8.GetBytes(new string('a', 1025)));
        AssertInvalid(Encoding.UTF8.GetBytes(new string('\uFDFA', 60))); // 180 bytes that become 1980
        AssertInvalid(new byte[5000]);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_without_being_quoted()
    {
        var refused = AssertInvalid([.. "topsecret"u8, 0xFF, 0xFE]);

        Assert.Null(refused.InnerException);
        Assert.DoesNotContain("topsecret", refused.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Alex", "aurix-k3f9q2mz", "UserInvalid")]
    [InlineData("", "aurix-k3f9q2mz", "UserInvalid")]
    [InlineData("alex\n", "aurix-k3f9q2mz", "UserInvalid")]
    [InlineData("alex", "3f9q2mz", "DatabaseInvalid")]
    [InlineData("alex", "a/b", "DatabaseInvalid")]
    [InlineData("alex", "a\n", "DatabaseInvalid")]
    public void An_address_that_no_server_has_is_refused(string user, string database, string code) =>
        Assert.Equal(code, Assert.Throws<UsageException>(() => LoginAddress.From(user, database)).Code);

    [Fact]
    public void User_and_database_cannot_be_shifted_into_each_other()
    {
        var stretcher = new PasswordStretcher(new Primitives.CoreSodium());
        var (one, other) = (new byte[16], new byte[16]);
        stretcher.Salt(one, LoginAddress.From("ab", "c"));
        stretcher.Salt(other, LoginAddress.From("a", "bc"));

        Assert.NotEqual(one, other);
    }

    private static UsageException AssertInvalid(byte[] password)
    {
        using var secret = new Secret(password);
        var refused = Assert.Throws<UsageException>(() => PasswordNormaliser.Normalise(secret));
        Assert.Equal("PasswordInvalid", refused.Code);
        return refused;
    }

    private static string Normal(string password)
    {
        using var secret = Secret.FromCharacters(password);
        using var normal = PasswordNormaliser.Normalise(secret);
        return normal.Reveal();
    }
}
