using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.NoOp;

[assembly: Module(typeof(NoOpModule))]

namespace Aurix.Platform.NoOp;

/// <summary>The smallest module there can be: gives back what it was given.</summary>
public sealed class NoOpModule : ExtensionModule
{
    /// <inheritdoc/>
    protected override Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken) =>
        Task.FromResult(new ExtensionAnswer(Succeeded: true, $"Did nothing, as asked: {operation}.", argument));
}
