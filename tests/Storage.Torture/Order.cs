using System.Globalization;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Tests.Torture;

/// <summary>What the child is told to do, on one line: where, for which vault, and with which seed.</summary>
internal sealed record Order(string Directory, VaultId Vault, int Seed)
{
    public static DatabaseName Relay { get; } = new("relay");

    public static Order Parse(string line)
    {
        var parts = line.Split('\t');
        return new(parts[0], VaultId.FromBytes(Convert.FromHexString(parts[1])), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Directory}\t{Convert.ToHexString(Vault.ToBytes())}\t{Seed}");
}
