using System.Globalization;
using System.Text.Json.Nodes;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using MediatR;
using MyModule;

[assembly: Module(typeof(MyModuleExtension))]

namespace MyModule;

/// <summary>A start: hears when documents change, and counts them by type when asked, by hand or every hour.</summary>
public sealed class MyModuleExtension : ExtensionModule, INotificationHandler<DocumentsChanged>
{
    private long _bells;

    /// <inheritdoc/>
    protected override IEnumerable<JobSpec> Jobs => [Every(TimeSpan.FromHours(1), "count")];

    /// <summary>A bell carries nothing: what changed is read from the store, and a lost bell costs time only.</summary>
    public Task Handle(DocumentsChanged notification, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _bells);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task<ExtensionAnswer> RunAsync(string operation, CanonicalJson argument, CancellationToken cancellationToken) => operation switch
    {
        "count" => CountAsync(cancellationToken),
        "bells" => Task.FromResult(ExtensionAnswer.Done(string.Create(CultureInfo.InvariantCulture, $"{Interlocked.Read(ref _bells)} bells."))),
        _ => Task.FromResult(ExtensionAnswer.Unknown(operation)),
    };

    private async Task<ExtensionAnswer> CountAsync(CancellationToken cancellationToken)
    {
        // Only to roles that module.json lists under "uses".
        var types = await Context.Mediator.Send(new CountTypes(), cancellationToken);
        var result = new JsonObject(types.Select(type => KeyValuePair.Create(type.Key, (JsonNode?)type.Value)));
        return new(Succeeded: true, string.Create(CultureInfo.InvariantCulture, $"{types.Values.Sum()} documents."), CanonicalJson.Parse(result.ToJsonString()));
    }
}
