using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Waits until a change feed has gone past a place, whichever process wrote. Answers true then, and false when the time is over.</summary>
/// <remarks>
/// A change of this process is heard at once, one of another within a quarter of a second. It answers false early when the database
/// is removed or closed meanwhile: reading the feed then says what became of it.
/// </remarks>
/// <param name="Database">The database.</param>
/// <param name="Since">The place: <see cref="ChangesBatch.LastSequence"/> of a feed read to its end.</param>
/// <param name="Timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> for ever.</param>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record AwaitChanges(DatabaseName Database, LocalSequence Since, TimeSpan Timeout) : IRequest<bool>;
