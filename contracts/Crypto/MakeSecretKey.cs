using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Makes a Secret Key: 16 random bytes, printed, that take part in the keys beside the password and are never sent.</summary>
/// <remarks>With one, nothing a server stores can be used to guess the password. It belongs to databases whose name ends in <c>-sk</c> (ADR 0011).</remarks>
/// <returns>To be shown once and given back in <see cref="BeginLogin.SecretKey"/>. The receiver disposes it.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record MakeSecretKey : IRequest<Secret>;
