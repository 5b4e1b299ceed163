using System.Collections.Immutable;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;
using Aurix.Platform.Host.Loading;

namespace Aurix.Platform.Host.Extensions;

/// <summary>The extensions of a host: brought in when all required modules serve. One that cannot serve is set aside, and everything else goes on.</summary>
internal sealed class ExtensionShelf(SlotTable slots, Generations generations, ExtensionLoader loader)
{
    /// <param name="manifests">What the folders of extensions say of themselves.</param>
    /// <param name="setAside">Gets id, version, folder and problem.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task FillAsync(IEnumerable<ModuleManifest> manifests, Action<string, string, string, Exception> setAside, CancellationToken cancellationToken)
    {
        foreach (var same in manifests.GroupBy(manifest => manifest.Id, StringComparer.Ordinal).Select(group => group.ToImmutableArray()))
        {
            foreach (var manifest in same)
            {
                try
                {
                    RefuseDoubled(same);
                    await BringAsync(manifest.Folder, byOwner: false, cancellationToken);
                }
                catch (AurixException problem)
                {
                    setAside(manifest.Id, "", manifest.Folder, problem);
                }
            }
        }
    }

    /// <summary>Brings in the extension of this folder.</summary>
    /// <exception cref="ModuleException">It cannot serve, or one of its id does already.</exception>
    public async Task<Generation> BringAsync(string folder, bool byOwner, CancellationToken cancellationToken)
    {
        var copy = await loader.LoadAsync(folder, byOwner, cancellationToken);
        var id = copy.Loaded.Manifest.Id;
        if (slots.Extensions.ContainsKey(id))
        {
            await copy.DisposeAsync();
            throw new ModuleException("ExtensionDoubled", $"'{folder}' brings the extension '{id}', which another folder brings already.", "Remove one of the two folders.");
        }

        generations.Add(copy);
        slots.AddExtension(id, copy);
        return copy;
    }

    // Neither of the two: which one answered would hang on the order of folders.
    private static void RefuseDoubled(ImmutableArray<ModuleManifest> same)
    {
        if (same.Length > 1)
        {
            throw new ModuleException(
                "ExtensionDoubled",
                $"{same.Length} folders bring the extension '{same[0].Id}': {string.Join(" and ", same.Select(manifest => $"'{manifest.Folder}'"))}.",
                "Remove all of these folders but one.");
        }
    }
}
