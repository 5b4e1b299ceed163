using System.Buffers.Binary;
using System.Security.Cryptography;
using Aurix.Platform.Documents;

namespace Aurix.Platform.Storage.Vault;

/// <summary>Where actors come from: 64 random bits each. Simulations bring their own, so that a run can be repeated.</summary>
internal class ActorSource
{
    public virtual ActorId Next() => new(BinaryPrimitives.ReadUInt64BigEndian(RandomNumberGenerator.GetBytes(8)));
}
