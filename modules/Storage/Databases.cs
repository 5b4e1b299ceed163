using System.Security.Cryptography;
using Aurix.Platform.Crypto;
using Aurix.Platform.Documents;
using Aurix.Platform.Errors;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage.Blobs;
using Aurix.Platform.Storage.Search;
using Aurix.Platform.Storage.Sqlite;
using Aurix.Platform.Storage.Vault;
using MediatR;
using Microsoft.Extensions.Logging;

namespace Aurix.Platform.Storage;

/// <summary>Finds, opens, creates and removes databases. A file is opened when it is first asked for: another process may have made it.</summary>
internal sealed class Databases(IModuleContext context, IMediator mediator, StorageOptions options, ActorSource actors, ILoggerFactory logging) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<DatabaseName, Database> _open = [];
    private readonly ILogger _log = logging.CreateLogger<Databases>();
    private readonly DoorBell _bell = new(mediator, logging.CreateLogger<DoorBell>());

    /// <summary>The database, opened.</summary>
    /// <exception cref="StoreException"><c>StoreMissing</c> when there is none.</exception>
    public async ValueTask<Database> RequireAsync(DatabaseName name, CancellationToken cancellationToken) =>
        await FindAsync(name, cancellationToken) ?? throw StoreErrors.Missing(name.Value);

    /// <summary>The vault, opened; Crypto has been told whose it is.</summary>
    public ValueTask<Database> RequireVaultAsync(CancellationToken cancellationToken) => RequireAsync(DatabaseName.Vault, cancellationToken);

    /// <summary>A relay, opened.</summary>
    public async ValueTask<Database> RequireRelayAsync(DatabaseName name, CancellationToken cancellationToken)
    {
        var database = await RequireAsync(name, cancellationToken);
        return database.Kind is DatabaseKind.Relay
            ? database
            : throw new UsageException("NotARelay", $"'{name}' is not a relay database.", "Use the vault's own requests for the vault.");
    }

    /// <summary>The database, opened, or null when there is none.</summary>
    public async ValueTask<Database?> FindAsync(DatabaseName name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open.TryGetValue(name, out var database))
            {
                if (!database.IsGone && File.Exists(DocumentsPath(name)))
                {
                    return database;
                }

                _open.Remove(name);
                await database.DisposeAsync();
            }

            if (await OpenAsync(name, cancellationToken) is not { } opened)
            {
                return null;
            }

            _open.Add(name, opened);
            StorageLog.Opened(_log, name, opened.Kind);
            return opened;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Creates a database, answering false when there is one already. <paramref name="vault"/> is given exactly for the vault.</summary>
    public bool Create(DatabaseName name, VaultId? vault)
    {
        // Blobs first: the documents' file is what says that the database exists.
        SqlFile.TryCreate(BlobsPath(name), options.Access, Schemas.Blobs, context.Time, static _ => { });
        return SqlFile.TryCreate(DocumentsPath(name), options.Access, Schemas.Documents, context.Time, session => Fill(session, name, vault));
    }

    /// <summary>Removes a database and its files, answering false when there was none.</summary>
    public async ValueTask<bool> DeleteAsync(DatabaseName name, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_open.Remove(name, out var database))
            {
                await database.DisposeAsync();
            }

            var existed = File.Exists(DocumentsPath(name));
            SqlFile.Drop(DocumentsPath(name), options.Access);
            SqlFile.Drop(BlobsPath(name), options.Access);
            return existed;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The names of all databases, in ordinal order, going by the files.</summary>
    public IEnumerable<DatabaseName> Names() =>
        Directory.EnumerateFiles(context.DataDirectory, "*.db")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(DatabaseName.IsValid)
            .Order(StringComparer.Ordinal)
            .Select(name => new DatabaseName(name!));

    /// <summary>The files that are on their way in.</summary>
    public IEnumerable<(DatabaseName Database, Upload Upload)> OpenUploads()
    {
        _gate.Wait();
        try
        {
            return [.. _open.SelectMany(open => open.Value.Blobs.OpenUploads.Select(upload => (open.Key, upload)))];
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Closing leaves the files that are on their way in, also those that hold little: the next copy of the module takes them up.</summary>
    public void LeaveUploads()
    {
        foreach (var database in _open.Values)
        {
            database.Blobs.LeaveUploads();
        }
    }

    /// <summary>Finishes what is being written and closes every file. What is asked for later is opened again.</summary>
    public async ValueTask CloseAsync()
    {
        await _gate.WaitAsync();
        try
        {
            foreach (var database in _open.Values)
            {
                await database.DisposeAsync();
            }

            _open.Clear();
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _gate.Dispose();
    }

    private string DocumentsPath(DatabaseName name) => Path.Combine(context.DataDirectory, $"{name}.db");

    private string BlobsPath(DatabaseName name) => Path.Combine(context.DataDirectory, $"{name}.blobs.db");

    private ActorMarker Marker(DatabaseName name) => new(Path.Combine(context.DataDirectory, $"{name}.actor"), actors, _log);

    private void Fill(Session session, DatabaseName name, VaultId? vault)
    {
        ActorId? actor = vault is null ? null : Marker(name).NewActor();
        MetaSql.Create(
            session,
            vault is null ? DatabaseKind.Relay : DatabaseKind.Vault,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            context.Time.GetUtcNow().ToUnixTimeMilliseconds(),
            vault,
            actor);
        if (actor is { } mine)
        {
            // Before the commit: a vault without its marker is taken for a restored one.
            Marker(name).Write(mine);
        }
    }

    private async ValueTask<Database?> OpenAsync(DatabaseName name, CancellationToken cancellationToken)
    {
        if (SqlFile.TryOpen(DocumentsPath(name), options.Access, Schemas.Documents, context.Time) is not { } documents)
        {
            return null;
        }

        Database? database = null;
        try
        {
            // A restored backup may lack the blobs: they come back from the remote, and an empty file is what they come back to.
            var lostBytes = SqlFile.TryCreate(BlobsPath(name), options.Access, Schemas.Blobs, context.Time, static _ => { });
            var bytes = SqlFile.TryOpen(BlobsPath(name), options.Access, Schemas.Blobs, context.Time) ?? throw StoreErrors.Missing(name.Value);
            var kind = documents.Read(MetaRow.Of).Kind;
            database = new Database(name, kind, documents, new BlobFile(bytes, context.Time, _log), _bell, context.Time);
            await database.Blobs.SweepUploadsAsync(cancellationToken);
            if (kind is DatabaseKind.Vault)
            {
                database.Search = new SearchUpkeep(database, context.Time, _log);
                if (lostBytes)
                {
                    await database.WriteAsync((session, _) => BlobRefs.SetAllLacking_InTransaction(session), cancellationToken);
                }

                await VaultOpening.RunAsync(database, Marker(name), mediator, _log, cancellationToken);
                if (options.Indexes is { } wanted)
                {
                    await FieldIndexBuild.RunAsync(database, wanted, cancellationToken);
                }
            }

            return database;
        }
        catch
        {
            await (database?.DisposeAsync() ?? documents.DisposeAsync());
            throw;
        }
    }
}
