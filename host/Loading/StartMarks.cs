using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Loading;

/// <summary>What is being started.</summary>
/// <param name="Id">The module's id.</param>
/// <param name="Hash">SHA-256 over its files.</param>
/// <param name="Process">The number of the process that starts it: for whoever looks at the file.</param>
internal sealed record StartMark(string Id, string Hash, int Process);

/// <summary>Finds the module that ends the process while it starts: a file in <c>host/starting</c> for as long as a module's code is being started, which stays when the process dies of it.</summary>
/// <remarks>
/// Not for modules of ours: what kills a start is then the machine or a person, and the service unit knows when to stop. A living process holds its file open and locked, so a file that can be opened is of a dead one, whoever has its number now. Three of them for one content, and it is started no more.
/// Nothing is flushed to the disk: what is written outlives its process, and a power cut is no module's doing.
/// </remarks>
internal sealed class StartMarks(string hostFolder, TimeProvider time)
{
    /// <summary>Deaths in a row after which a module is not started any more. One may be a person's impatience, two the machine's.</summary>
    public const int Limit = 3;

    private const string Pattern = "*.json";

    // What is left of modules that are long gone.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private readonly string _folder = Path.Combine(hostFolder, "starting");

    /// <summary>Marks that this module's code is being started, until what is answered is disposed.</summary>
    /// <exception cref="ModuleException"><c>EndsTheProcess</c>: it did so three times in a row.</exception>
    public IDisposable Begin(StagedModule staged)
    {
        if (staged.IsOurs)
        {
            return new Mark(null); // whoever kills a start that takes too long, three times, must not have locked themselves out
        }

        var deaths = Dead().Count(dead => dead.Mark.Hash == staged.Hash);
        if (deaths >= Limit)
        {
            throw new ModuleException(
                "EndsTheProcess",
                $"The module {staged.Manifest.Id} in '{staged.Manifest.Folder}' ended the process {(deaths == Limit ? "three" : deaths)} times while it started.",
                $"Put another version of it into its folder. To have this one tried again, use 'aurix module reload {staged.Manifest.Id}', or remove '{_folder}' if Aurix does not start.");
        }

        return Mark.Write(_folder, new(staged.Manifest.Id, staged.Hash, Environment.ProcessId));
    }

    /// <summary>Counts from zero again: it has started well, or its owner wants it tried.</summary>
    public void Forgive(string hash)
    {
        foreach (var (path, _) in Dead().Where(dead => dead.Mark.Hash == hash))
        {
            TryDelete(path);
        }
    }

    /// <summary>Removes what is a month old.</summary>
    public void Sweep()
    {
        foreach (var path in Files().Where(path => File.GetLastWriteTimeUtc(path) < time.GetUtcNow().UtcDateTime - Kept))
        {
            TryDelete(path);
        }
    }

    private ImmutableArray<(string Path, StartMark Mark)> Dead() => [.. Files().Select(path => (path, mark: Mark.ReadDead(path))).Where(dead => dead.mark is not null).Select(dead => (dead.path, dead.mark!))];

    private string[] Files()
    {
        try
        {
            return Directory.Exists(_folder) ? Directory.GetFiles(_folder, Pattern) : []; // every start asks, and where only ours run nobody made it
        }
        catch (Exception nothing) when (nothing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception held) when (held is IOException or UnauthorizedAccessException)
        {
            // somebody else removes it, or it lives
        }
    }

    /// <summary>A mark of a process that lives: locked, and gone when it is disposed.</summary>
    private sealed class Mark(FileStream? file) : IDisposable
    {
        /// <summary>A disk that takes no writes keeps no module from being started.</summary>
        public static IDisposable Write(string folder, StartMark mark)
        {
            try
            {
                var file = new FileStream(Path.Combine(OwnerOnly.CreateFolder(folder), $"{RandomNumberGenerator.GetHexString(16, lowercase: true)}.json"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
                try
                {
                    file.Write(JsonSerializer.SerializeToUtf8Bytes(mark, StartMarkJson.Default.StartMark));
                    file.Flush();
                    return new Mark(file);
                }
                catch
                {
                    file.Dispose();
                    throw;
                }
            }
            catch (Exception full) when (full is IOException or UnauthorizedAccessException)
            {
                return new Mark(null);
            }
        }

        /// <summary>Null for one that lives, and for one that says nothing: it is being written, or its process died before.</summary>
        public static StartMark? ReadDead(string path)
        {
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
                return JsonSerializer.Deserialize(file, StartMarkJson.Default.StartMark) is { Id: not null, Hash: not null } mark ? mark : null;
            }
            catch (Exception lives) when (lives is IOException or UnauthorizedAccessException or JsonException)
            {
                return null;
            }
        }

        public void Dispose()
        {
            if (file is not null)
            {
                TryDelete(file.Name); // before it is unlocked: who could open it would take it for a dead one's
                file.Dispose();
                TryDelete(file.Name); // where a file that is open cannot be deleted
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StartMark))]
internal sealed partial class StartMarkJson : JsonSerializerContext;
