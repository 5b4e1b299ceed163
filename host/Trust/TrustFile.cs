using System.Text.Json;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Trust;

/// <summary>The file <c>host/trust.json</c> in the data folder. Read anew for every module: what the owner says holds at once, in every process.</summary>
internal sealed class TrustFile(string hostFolder)
{
    private readonly OwnFile _file = new(Path.Combine(hostFolder, "trust.json"));

    /// <exception cref="ModuleException"><c>TrustUnreadable</c>: nobody is trusted, and nothing is written over it.</exception>
    public Trusted Read()
    {
        try
        {
            return Parse(_file.Read());
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(trouble.Message, trouble);
        }
    }

    /// <summary>Lets this module run as it is, and in no other version.</summary>
    public void Add(TrustedModule module) =>
        Change(all => all with { Modules = all.Modules.RemoveAll(other => other.Id == module.Id).Add(module) });

    public void Add(TrustedPublisher publisher) =>
        Change(all => all with { Publishers = all.Publishers.RemoveAll(other => other.Name == publisher.Name || other.Key == publisher.Key).Add(publisher) });

    /// <summary>Answers whether it was there.</summary>
    public bool RemoveModule(string id) => Change(all => all with { Modules = all.Modules.RemoveAll(module => module.Id == id) });

    /// <summary>Answers whether it was there.</summary>
    public bool RemovePublisher(string name) => Change(all => all with { Publishers = all.Publishers.RemoveAll(publisher => publisher.Name == name) });

    private bool Change(Func<Trusted, Trusted> change)
    {
        var changed = false;
        _file.Change(bytes =>
        {
            var before = Parse(bytes);
            var after = change(before);
            changed = !after.Modules.SequenceEqual(before.Modules) || !after.Publishers.SequenceEqual(before.Publishers);
            return changed ? JsonSerializer.SerializeToUtf8Bytes(after, TrustedJson.Default.Trusted) : null;
        });
        return changed;
    }

    private Trusted Parse(byte[]? bytes)
    {
        try
        {
            return bytes is null ? Trusted.Nobody
                : JsonSerializer.Deserialize(bytes, TrustedJson.Default.Trusted) is { Modules.IsDefault: false, Publishers.IsDefault: false } read
                    && read.Modules.All(module => module is { Id: not null, Sha256: not null })
                    && read.Publishers.All(publisher => publisher is { Name: not null, Key: not null } && Convert.TryFromBase64String(publisher.Key, new byte[publisher.Key.Length], out _)) ? read
                : throw Unreadable("it does not hold what this version of Aurix writes");
        }
        catch (JsonException wrong)
        {
            throw Unreadable("it is no JSON", wrong);
        }
    }

    private ModuleException Unreadable(string why, Exception? inner = null) => new(
        "TrustUnreadable",
        $"'{_file.Path}', which says who is trusted, cannot be read: {why.TrimEnd('.')}.",
        "Repair or remove it; when it is removed, nobody but Aurix's own modules is trusted.",
        inner);
}
