using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Crypto;

/// <summary>Seals this device's keys under a passphrase: from now on the data folder alone opens nothing on any server and no sealed thing.</summary>
/// <remarks>The documents themselves lie in the store as before (ADR 0008). What lay on the disk before may survive in its free blocks.</remarks>
/// <param name="Passphrase">8 to 1024 bytes after normalisation. Only this device knows it; it is not the vault's password.</param>
/// <exception cref="Errors.UsageException"><c>KeysProtected</c> already, <c>PasswordInvalid</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record ProtectVault(Secret Passphrase) : IRequest<KeyProtection>;

/// <summary>The reverse of <see cref="ProtectVault"/>. The keys must be unlocked.</summary>
/// <returns>False when they were not protected.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record UnprotectVault : IRequest<bool>;

/// <summary>Opens protected keys: for this process, and for this user's other commands where there is a safe place to share it.</summary>
/// <param name="Passphrase">The passphrase.</param>
/// <param name="Share">Whether other commands shall find it open.</param>
/// <exception cref="Errors.VaultException"><c>PassphraseWrong</c>, <c>KeysDamaged</c>.</exception>
/// <exception cref="Errors.UsageException"><c>KeysNotProtected</c>.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record UnlockVault(Secret Passphrase, bool Share) : IRequest<KeyProtection>;

/// <summary>Wipes every key from memory, and the shared unlock. A daemon notices at its next use of a key, and within half a minute in any case.</summary>
/// <returns>False when there is nothing to lock: the keys are not protected.</returns>
[RoutedTo(Roles.Crypto)]
public sealed record LockVault : IRequest<bool>;

/// <summary>Asks whether the keys are protected and open.</summary>
/// <exception cref="Errors.VaultException"><c>KeysDamaged</c>, for a protected file.</exception>
[RoutedTo(Roles.Crypto)]
public sealed record DescribeProtection : IRequest<KeyProtection>;

/// <summary>How the keys lie here.</summary>
/// <param name="IsProtected">Sealed under a passphrase.</param>
/// <param name="IsLocked">Protected, and not open for this process.</param>
/// <param name="IsShared">Open for this user's other commands too.</param>
/// <param name="Until">When they lock by themselves; null when they do not, or are locked.</param>
public sealed record KeyProtection(bool IsProtected, bool IsLocked, bool IsShared, DateTimeOffset? Until);

/// <summary>The daemon's look at the clock: locks when it is time, or when another process has locked.</summary>
[RoutedTo(Roles.Crypto)]
public sealed record RunAutoLock : IRequest<JobOutcome>;
