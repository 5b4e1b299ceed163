using System.Collections.Immutable;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Storage.Vault;
using MediatR;

namespace Aurix.Platform.Storage.Care.Archive;

/// <summary>Stores the files of an archive that documents here name.</summary>
internal sealed class FileImport(Database vault, VaultId owner, ArchiveFile archive, IMediator mediator, ImportTally tally)
{
    /// <summary>Computes what each file of another vault is called under this one's keys: its own id, this vault's present epoch.</summary>
    public async Task RenameAsync(RenamedFiles renamed, CancellationToken cancellationToken)
    {
        var epoch = (await mediator.Send(new BeginFile(owner), cancellationToken)).Epoch;
        foreach (var (line, entry) in archive.Files())
        {
            if (entry is not null)
            {
                var file = line.File with { Epoch = epoch };
                var (manifest, _) = await MintAsync(file, entry, cancellationToken);
                renamed.Add(line.File, file with { Manifest = manifest });
            }
        }
    }

    /// <param name="name">What a file is called here.</param>
    /// <param name="cancellationToken">Between chunks.</param>
    public async Task StoreAsync(Func<BlobReference, BlobReference> name, CancellationToken cancellationToken)
    {
        foreach (var (line, entry) in archive.Files())
        {
            var file = name(line.File);
            if (entry is not null && IsWanted(line, file))
            {
                await StoreAsync(line, file, entry, cancellationToken);
            }
        }
    }

    // What no document names, because its revision was refused, would only be rubbish.
    private bool IsWanted(FileLine line, BlobReference file)
    {
        var key = file.Manifest.ToString();
        var named = vault.Read(session => BlobRefs.Find(session, key));
        if (named is null || vault.Blobs.Describe(new BlobKey(key)) is { IsComplete: true })
        {
            return false;
        }

        if (named != file)
        {
            tally.Refuse(line.Key, null, RejectionCodes.ChunkInvalid);
        }

        return named == file;
    }

    private async Task StoreAsync(FileLine line, BlobReference file, TarEntryPlace entry, CancellationToken cancellationToken)
    {
        ImmutableArray<BlobAddress> addresses;
        try
        {
            // All of it is read before any of it is stored: a chunk under a name that it does not have would keep the true one away.
            (var manifest, addresses) = await MintAsync(file, entry, cancellationToken);
            if (manifest != file.Manifest)
            {
                tally.Refuse(line.Key, null, RejectionCodes.ChunkInvalid);
                return;
            }
        }
        catch (VaultException unknown) when (unknown.Code == RejectionCodes.EpochUnknown)
        {
            tally.Refuse(line.Key, null, unknown.Code);
            return;
        }

        await foreach (var (chunk, address) in ChunksAsync(file, entry, cancellationToken))
        {
            if (address != addresses[chunk.Index])
            {
                throw new IOException("The archive changed while it was read.");
            }

            await vault.Blobs.StoreChunkAsync(file, chunk.Index, chunk.Data, cancellationToken);
        }

        await VaultBlobs.StoreManifestAsync(vault, new StoreManifest(file, addresses), cancellationToken);
        tally.FilesAdded++;
    }

    private async Task<(BlobAddress Manifest, ImmutableArray<BlobAddress> Chunks)> MintAsync(BlobReference file, TarEntryPlace entry, CancellationToken cancellationToken)
    {
        var addresses = ImmutableArray.CreateBuilder<BlobAddress>(file.ChunkCount);
        await foreach (var (_, address) in ChunksAsync(file, entry, cancellationToken))
        {
            addresses.Add(address);
        }

        var chunks = addresses.ToImmutable();
        return (await mediator.Send(new MintManifest(Key(file), file.Size, chunks), cancellationToken), chunks);
    }

    private async IAsyncEnumerable<(ChunkDraft Chunk, BlobAddress Address)> ChunksAsync(
        BlobReference file, TarEntryPlace entry, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var content = archive.Open(entry);
        for (var index = 0; index < file.ChunkCount; index++)
        {
            var data = new byte[file.ChunkLength(index)];
            content.ReadExactly(data);
            var chunk = new ChunkDraft(index, index == file.ChunkCount - 1, data);
            yield return (chunk, (await mediator.Send(new MintChunks(Key(file), [chunk]), cancellationToken))[0]);
        }
    }

    private FileKey Key(BlobReference file) => new(owner, file.File, file.Epoch);
}
