using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Host.Trust;

namespace Aurix.Platform.Host.Loading;

/// <summary>A copy of a required module that started well.</summary>
/// <param name="Id">The module's id.</param>
/// <param name="Role">The role that it serves.</param>
/// <param name="Folder">Where it was found.</param>
/// <param name="Hash">SHA-256 over its files: the name of the copy.</param>
/// <param name="When">When it first started well.</param>
internal sealed record ServedCopy(string Id, string Role, string Folder, string Hash, DateTimeOffset When);

/// <summary>The file <c>host/serving.json</c> in the data folder: which copy of each required module last started well. When what is in the module's folder cannot serve, that one does.</summary>
/// <remarks>Only for a folder that is there: who removed it does not want the module. And only while its owner trusts some version of it: what is noted here was trusted when it started. Several processes may use the file at a time.</remarks>
internal sealed class LastGood(string hostFolder, ModuleIntake intake, TimeProvider time)
{
    private static readonly ServedCopyJson Json = new(new JsonSerializerOptions { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase });

    private readonly OwnFile _file = new(Path.Combine(hostFolder, "serving.json"));

    /// <summary>The copy that serves in place of what is in this folder now; null when there is none that can be loaded.</summary>
    /// <param name="folder">The module's folder.</param>
    /// <param name="hash">What is there now, when that could be told: it is not tried twice.</param>
    /// <param name="problem">Why that cannot serve.</param>
    public StagedModule? InsteadOf(string folder, string? hash, AurixException problem)
    {
        if (!Directory.Exists(folder) || Read().LastOrDefault(copy => copy.Folder == folder) is not { } good || good.Hash == hash)
        {
            return null;
        }

        try
        {
            return intake.TakeKept(good.Hash, folder) is var kept && kept.Manifest.Id == good.Id && (kept.IsOurs || problem.Code != ModuleTrust.Untrusted)
                ? kept with { StandsInBecause = problem.Message }
                : null;
        }
        catch (ModuleException)
        {
            return null; // swept away, or meddled with: as if there were none
        }
    }

    /// <summary>Notes what has started well. A disk that takes no writes keeps nothing from serving.</summary>
    public void Note(params IEnumerable<StagedModule> started)
    {
        ImmutableArray<StagedModule> own = [.. started.Where(staged => staged.StandsInBecause is null)];
        ImmutableArray<ServedCopy> Noted(ImmutableArray<ServedCopy> copies) => own.Aggregate(copies, With);
        if (Read() is var before && Noted(before).SequenceEqual(before))
        {
            return; // nearly always, and then no lock is waited for
        }

        try
        {
            _file.Change(bytes => JsonSerializer.SerializeToUtf8Bytes([.. Noted(Parse(bytes))], Json.ServedCopyArray));
        }
        catch (Exception full) when (full is IOException or UnauthorizedAccessException)
        {
            // the next start notes it
        }
    }

    private ImmutableArray<ServedCopy> With(ImmutableArray<ServedCopy> copies, StagedModule staged) =>
        copies.Any(copy => copy.Role == staged.Manifest.Role && copy.Hash == staged.Hash && copy.Folder == staged.Manifest.Folder)
            ? copies
            : copies.RemoveAll(copy => copy.Role == staged.Manifest.Role).Add(new(staged.Manifest.Id, staged.Manifest.Role, staged.Manifest.Folder, staged.Hash, time.GetUtcNow()));

    private ImmutableArray<ServedCopy> Read()
    {
        try
        {
            return Parse(_file.Read());
        }
        catch (Exception nothing) when (nothing is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // A file that says nothing readable counts as empty: the next good start writes it anew.
    private static ImmutableArray<ServedCopy> Parse(byte[]? bytes)
    {
        try
        {
            return bytes is not null && JsonSerializer.Deserialize(bytes, Json.ServedCopyArray) is { } copies ? [.. copies.Where(copy => copy is { Id: not null, Role: not null, Folder: not null, Hash: not null })] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}

[JsonSerializable(typeof(ServedCopy[]))]
internal sealed partial class ServedCopyJson : JsonSerializerContext;
