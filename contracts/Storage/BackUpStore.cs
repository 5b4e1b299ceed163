using System.Collections.Immutable;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Copies every database, each as of one moment, while others read and write, and checks the copies.</summary>
/// <remarks>The copy is in the clear, like the store. A store that runs from it counts its edits under an actor of its own, so both can go on.</remarks>
/// <param name="Folder">An existing, empty folder.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record BackUpStore(string Folder) : IRequest<ImmutableArray<BackupFile>>;

/// <summary>One file of a backup.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="Bytes">How large it is.</param>
public sealed record BackupFile(string Name, long Bytes);
