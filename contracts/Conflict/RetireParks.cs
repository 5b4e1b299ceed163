using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;

namespace Aurix.Platform.Conflict;

/// <summary>Gives up kept losers that came to this device up to a moment, a page of documents at a time (conflict.md §2.4).</summary>
/// <remarks>
/// Only those that what the document shows contains, whose merge knew its common ancestor exactly and is no stand-in's, and that no open choice
/// names. The caller vouches for the rest: everything up to that moment is on the server, every active device has it, and time enough has passed.
/// </remarks>
/// <param name="UpTo">The last <see cref="TreeNode.Arrival"/> that counts.</param>
/// <param name="After">Where the page before ended, null for the first.</param>
[RoutedTo(Roles.Conflict, IsLong = true)]
public sealed record RetireParks(long UpTo, PageCursor? After) : IRequest<RetirementPage>;

/// <summary>What was given up.</summary>
/// <param name="Retired">How many losers.</param>
/// <param name="Next">Where to go on; null when there is no more.</param>
public sealed record RetirementPage(int Retired, PageCursor? Next);
