using System.Text.RegularExpressions;

namespace Aurix.Platform.Tests;

/// <summary>How cryptography is written in this house (crypto.md §7, T76): each rule holds for every source file, and each is shown to bite.</summary>
public sealed partial class CryptoRuleTests
{
    private static readonly SourceRule OneRoom = new(
        "libsodium is called by modules/Crypto only: everybody else asks it by message",
        OutsideCrypto(),
        Libsodium());

    private static readonly SourceRule NoWeakChance = new(
        "System.Random can be predicted: libsodium or RandomNumberGenerator",
        InModules(),
        WeakChance());

    private static readonly SourceRule ConstantTime = new(
        "a comparison that ends at the first difference tells how far a guess was right: CryptographicOperations.FixedTimeEquals, or ISodium's",
        InCrypto(),
        EarlyEnd())
    {
        Allowed = new()
        {
            ["modules/Crypto/Envelopes/DocumentOpener.cs"] = "the id that the server itself showed, after the seal was verified",
            ["modules/Crypto/Devices/DeviceSealer.cs"] = "the name that the server itself showed, after the seal was verified",
            ["modules/Crypto/Devices/DeviceJson.cs"] = "the spelling of an opened head, proposal or answer: no key in it",
            ["modules/Crypto/Rotation/ClosedEpochs.cs"] = "the address of a list, which the server knows",
            ["modules/Crypto/Rotation/ClosingList.cs"] = "ids and hashes of revisions, which the server knows",
            ["modules/Crypto/Primitives/CanonicalBase64Url.cs"] = "the spelling of what somebody sent us",
            ["modules/Crypto/Keys/ProtectedKeys.cs"] = "sealed bytes and an unkeyed check, both in the file",
            ["modules/Crypto/Keys/KeyLock.cs"] = "a salt",
        },
    };

    private static readonly SourceRule OneSpelling = new(
        "JsonSerializer spells JSON as it likes, and the bytes that are sealed have one spelling",
        SealPath(),
        Serializer());

    public static TheoryData<string, string, string> Planted => new()
    {
        { nameof(OneRoom), "modules/Sync/Transfer/Planted.cs", "using Geralt;" },
        { nameof(OneRoom), "host/Planted.cs", "var hash = Sodium.GenericHash.Hash(bytes, null, 32);" },
        { nameof(OneRoom), "modules/Storage/Planted.cs", "[DllImport(\"libsodium\")]" },
        { nameof(OneRoom), "contracts/Planted.csproj", "<PackageReference Include=\"Sodium.Core\" />" },
        { nameof(NoWeakChance), "modules/Sync/Planted.cs", "var jitter = Random.Shared.Next();" },
        { nameof(NoWeakChance), "modules/Crypto/Keys/Planted.cs", "var random = new Random(1);" },
        { nameof(NoWeakChance), "modules/Crypto/Keys/Planted.cs", "var random = new System.Random();" },
        { nameof(ConstantTime), "modules/Crypto/Primitives/Planted.cs", "return computed.SequenceEqual(siv);" },
        { nameof(ConstantTime), "modules/Crypto/Login/Planted.cs", "if (authKey == other)" },
        { nameof(ConstantTime), "modules/Crypto/Login/Planted.cs", "return given != _kek;" },
        { nameof(ConstantTime), "modules/Crypto/Keys/Planted.cs", "var same = left.Bytes == right.Bytes;" },
        { nameof(ConstantTime), "modules/Crypto/Keys/Planted.cs", "StructuralComparisons.StructuralEqualityComparer.Equals(a, b)" },
        { nameof(OneSpelling), "modules/Crypto/Envelopes/Planted.cs", "var body = JsonSerializer.SerializeToUtf8Bytes(draft);" },
        { nameof(OneSpelling), "contracts/Documents/Planted.cs", "return JsonSerializer.Deserialize<DocumentBody>(bytes);" },
    };

    [Theory]
    [InlineData(nameof(OneRoom))]
    [InlineData(nameof(NoWeakChance))]
    [InlineData(nameof(ConstantTime))]
    [InlineData(nameof(OneSpelling))]
    public void T76_No_source_file_breaks_a_rule_of_cryptography(string rule) =>
        Assert.Empty(Named(rule).Violations(Sources()));

    [Theory]
    [MemberData(nameof(Planted))]
    public void T76_What_is_planted_is_found_and_in_a_comment_it_is_not(string rule, string path, string line)
    {
        Assert.Equal([$"{path}:2"], Named(rule).Violations([(path, $"one\n    {line}\nthree")]));
        Assert.Empty(Named(rule).Violations([(path, $"one\n    // {line}\nthree")]));
    }

    [Fact]
    public void T76_An_exception_that_nothing_needs_any_more_is_removed()
    {
        var needed = (ConstantTime with { Allowed = [] }).Violations(Sources()).Select(place => place.Split(':')[0]);

        Assert.Equal(ConstantTime.Allowed.Keys.Order(StringComparer.Ordinal), needed.Distinct().Order(StringComparer.Ordinal));
    }

    private static SourceRule Named(string rule) => rule switch
    {
        nameof(OneRoom) => OneRoom,
        nameof(NoWeakChance) => NoWeakChance,
        nameof(ConstantTime) => ConstantTime,
        _ => OneSpelling,
    };

    private static List<(string Path, string Text)> Sources() =>
    [
        .. new[] { "contracts", "host", "modules" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.cs*", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(House.Root, file).Replace('\\', '/'), File: file))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.File))),
    ];

    [GeneratedRegex("^(?!modules/Crypto/)")]
    private static partial Regex OutsideCrypto();

    [GeneratedRegex(@"^modules/.*\.cs$")]
    private static partial Regex InModules();

    [GeneratedRegex(@"^modules/Crypto/.*\.cs$")]
    private static partial Regex InCrypto();

    // What is sealed is composed in Crypto out of the contracts' canonical JSON.
    [GeneratedRegex(@"^(modules/Crypto|contracts/Documents|contracts/Crypto)/.*\.cs$")]
    private static partial Regex SealPath();

    [GeneratedRegex(@"\b(using\s+(Sodium|Geralt|NSec)\b|(Sodium|Geralt|NSec)\.[A-Z]|libsodium)")]
    private static partial Regex Libsodium();

    [GeneratedRegex(@"\bnew\s+(System\.)?Random\s*\(|\bRandom\.Shared\b|\bSystem\.Random\b")]
    private static partial Regex WeakChance();

    // SequenceEqual at all, and == beside something that is called like key material. A count, a length or null may be compared.
    [GeneratedRegex(@"SequenceEqual|StructuralComparisons|\b(\w*[kK]ey|\w*[kK]ek|\w*[sS]iv|\w*[aA]uth|\w*[tT]ag|master|stable|stretched|\w*[pP]assword|\w*[pP]assphrase|[\w.]+\.Bytes)\s*[!=]=\s*(?!null\b|default\b|\d)|[!=]=\s*(\w*[kK]ey|_?kek|\w*[sS]iv|auth|tag|master|stable|stretched|password|passphrase|[\w.]+\.Bytes)\b(?!\.|\()")]
    private static partial Regex EarlyEnd();

    [GeneratedRegex(@"\bJsonSerializer\b")]
    private static partial Regex Serializer();
}
