using System.Collections.Immutable;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Storage;

/// <summary>Takes up an upload that another process, or an earlier run of the module, did not finish. <see cref="AppendBlob"/> goes on from there.</summary>
/// <exception cref="Aurix.Platform.Errors.UsageException">
/// <c>UploadUnknown</c>: there is none by this number. <c>UploadBusy</c>: the process that it belongs to still runs.
/// </exception>
[RoutedTo(Roles.Storage, IsLong = true)]
public sealed record ResumeBlob(DatabaseName Database, long Upload) : IRequest<ResumedBlob>;

/// <summary>What an upload holds.</summary>
/// <param name="Length">Bytes that are stored; a multiple of the chunk size, unless this very process has it in hand. The next piece starts here.</param>
/// <param name="Digest"><c>md5-</c> and base64 of these bytes, to make sure that they are those of the file at hand.</param>
public sealed record ResumedBlob(long Length, string Digest);

/// <summary>Asks for the uploads that are not finished, oldest first.</summary>
[RoutedTo(Roles.Storage)]
public sealed record ListUploads(DatabaseName Database) : IRequest<ImmutableArray<UnfinishedUpload>>;

/// <summary>An upload that is not finished.</summary>
/// <param name="Upload">Its number.</param>
/// <param name="Begun">When it was begun, in Unix milliseconds.</param>
/// <param name="BytesStored">What a later process can go on from.</param>
/// <param name="IsRunning">Whether the process that it belongs to still runs.</param>
public sealed record UnfinishedUpload(long Upload, long Begun, long BytesStored, bool IsRunning);
