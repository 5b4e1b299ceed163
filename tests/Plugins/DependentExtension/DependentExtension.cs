using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Strangers;

[assembly: Module(typeof(DependentExtension))]

namespace Strangers;

/// <summary>Cannot answer without a library of its own.</summary>
public sealed class DependentExtension : ExtensionModule
{
    /// <inheritdoc/>
    protected override Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken) =>
        Task.FromResult(ExtensionAnswer.Done(Greeting.Text));
}
