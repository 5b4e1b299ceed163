using Aurix.Platform.Crypto.Vaults;
using Aurix.Platform.Errors;

namespace Aurix.Platform.Crypto.Tests;

/// <summary>T18: keys as a person writes and types them.</summary>
public sealed class PrintedKeyTests
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // The recovery key of the vectors; the code was made by tests/interop/aurix.mjs.
    private const string Printed = "R1G20-R50W4-GP38F-249HA-5RS3C-EHY89-34MKJ-JASD5-WRK6D-9Q74X-KTFGH-JBNCY";

    [Fact]
    public void The_key_of_the_vectors_is_printed_as_the_other_implementation_prints_it()
    {
        using var code = PrintedKey.Recovery.Format(Vectors.Input("rk"));

        Assert.Equal(Printed, code.Reveal());
    }

    [Fact]
    public void Each_kind_of_key_has_its_letter_and_length_and_is_read_as_itself_only()
    {
        PrintedKey[] kinds = [PrintedKey.Recovery, PrintedKey.SecretKey, PrintedKey.Invitation];
        string[] forms = ["^R1.{3}(-.{5}){11}$", "^S1.{3}(-.{5}){5}-.{4}$", "^N1.{3}(-.{5}){16}$"];
        foreach (var (kind, form) in kinds.Zip(forms))
        {
            byte[] key = [.. Enumerable.Range(1, kind.Size).Select(value => (byte)(255 - value))];
            using var code = kind.Format(key);
            Assert.Matches(form, code.Reveal());
            Assert.True(code.Reveal().Count(character => character != '-') <= 90);

            var read = new byte[kind.Size];
            kind.Parse(code, read);
            Assert.Equal(key, read);
            foreach (var other in kinds.Where(other => other != kind))
            {
                Assert.Throws<UsageException>(() => other.Parse(code, new byte[other.Size]));
            }
        }
    }

    [Theory]
    [InlineData(Printed)]
    [InlineData("  " + Printed + " ")]
    public void A_code_is_read_whatever_its_blanks(string typed) => Assert.Equal(Vectors.Input("rk"), Parse(typed));

    [Fact]
    public void Small_letters_and_look_alikes_are_read()
    {
        Assert.Equal(Vectors.Input("rk"), Parse(Printed.ToLowerInvariant()));
        Assert.Equal(Vectors.Input("rk"), Parse(Printed.Replace('0', 'O').Replace('1', 'l')));
        Assert.Equal(Vectors.Input("rk"), Parse(Printed.Replace("-", "", StringComparison.Ordinal).Replace('1', 'I')));
    }

    [Fact]
    public void T18_Every_single_wrong_character_is_found()
    {
        for (var place = 0; place < Printed.Length; place++)
        {
            foreach (var wrong in Alphabet.Where(other => Printed[place] != '-' && other != Printed[place]))
            {
                AssertInvalid(Printed[..place] + wrong + Printed[(place + 1)..]);
            }
        }
    }

    [Fact]
    public void Two_neighbours_in_the_wrong_order_are_found()
    {
        var code = Printed.Replace("-", "", StringComparison.Ordinal);
        for (var place = 1; place < code.Length; place++)
        {
            if (code[place] != code[place - 1])
            {
                AssertInvalid(code[..(place - 1)] + code[place] + code[place - 1] + code[(place + 1)..]);
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("R1")]
    [InlineData(Printed + "0")]
    [InlineData("é")]
    [InlineData("UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU-UUUUU")]
    public void What_is_no_code_is_refused(string typed) => AssertInvalid(typed);

    private static void AssertInvalid(string typed) => Assert.Equal("RecoveryCodeInvalid", Assert.Throws<UsageException>(() => Parse(typed)).Code);

    private static byte[] Parse(string typed)
    {
        var key = new byte[32];
        using var code = Secret.FromCharacters(typed);
        PrintedKey.Recovery.Parse(code, key);
        return key;
    }
}
