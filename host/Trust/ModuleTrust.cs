using System.Globalization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Loading;
using Aurix.Platform.Host.Output;

namespace Aurix.Platform.Host.Trust;

/// <summary>Decides whether a module's code may run: it is part of this host, the owner trusted this very content, or somebody signed it whom the owner trusts (I-25).</summary>
/// <remarks>It decides who comes in, and no more: whoever is in may do all that the owner may (ADR 0019).</remarks>
internal sealed class ModuleTrust(TrustFile file)
{
    /// <summary>The code for a module of which no version is trusted.</summary>
    public const string Untrusted = "ModuleUntrusted";

    /// <exception cref="ModuleException"><c>ModuleUntrusted</c>, <c>ModuleChanged</c>, <c>SignatureInvalid</c> or <c>TrustUnreadable</c>.</exception>
    public void Demand(string id, ModuleContent content)
    {
        if (content.IsShipped)
        {
            return;
        }

        var trusted = file.Read();
        if (trusted.Modules.Any(module => module.Sha256 == content.Hash) || IsSignedByTrusted(content, trusted))
        {
            return;
        }

        const string Next = "It would run with all your rights. Trust it only if you know where it comes from.";
        throw trusted.Modules.FirstOrDefault(module => module.Id == id) is { } before
            ? new ModuleException("ModuleChanged", string.Create(CultureInfo.InvariantCulture, $"The module {id} in '{content.Folder}' is not what was trusted on {Tables.Time(before.When)} UTC: its content is SHA-256 {content.Hash} now. If the change is yours: aurix module trust {id}"), Next)
            : new ModuleException(Untrusted, $"The module {id} in '{content.Folder}' is not trusted: it is no part of this host, and neither its content (SHA-256 {content.Hash}) nor a publisher who signed it was ever trusted here. If you want it to run: aurix module trust {id}", Next);
    }

    private static bool IsSignedByTrusted(ModuleContent content, Trusted trusted)
    {
        if (content.Signature is null || trusted.Publishers.IsEmpty)
        {
            return false;
        }

        var signature = ModuleSignature.Parse(content);
        if (!trusted.Publishers.Any(publisher => publisher.Key == signature.Key))
        {
            return false;
        }

        signature.Verify(content);
        return true;
    }
}
