using System.Reflection;
using Aurix.Platform.Documents;
using Aurix.Platform.Hosting;
using MediatR;

namespace Aurix.Platform.Tests;

/// <summary>What every message has to be.</summary>
public sealed class MessageTests
{
    private static readonly Type[] Messages = [.. House.Contracts.GetExportedTypes().Where(type => !type.IsInterface && IsMessage(type))];

    [Fact]
    public void Every_request_says_which_role_answers_it() =>
        Assert.Empty(Messages.Where(type => !type.IsAssignableTo(typeof(INotification)) && type.GetCustomAttribute<RoutedToAttribute>() is null).Select(type => type.Name));

    [Fact]
    public void Every_message_is_a_sealed_record() =>
        Assert.Empty(Messages.Where(type => !type.IsSealed || type.GetMethod("<Clone>$") is null).Select(type => type.Name));

    [Fact]
    public void No_message_type_lives_outside_the_contracts() =>
        Assert.Empty(House.Modules.Append(House.Host).SelectMany(assembly => assembly.GetTypes()).Where(IsMessage).Select(type => type.Name));

    [Fact] // A record prints its members, and a log is outside this process.
    public void What_holds_content_prints_none_of_it()
    {
        var canary = CanonicalJson.Parse("{\"secret\":\"canary-word\"}");
        var body = new DocumentBody { Id = new("note:1"), Type = DocumentType.Default, Kind = DocumentBodyKind.Edit, Content = canary };
        object[] holders =
        [
            canary,
            body,
            new BodyBytes(canary.Utf8),
            new Storage.PutDocument(new("note:1"), canary, null),
            new Crypto.RevisionDraft(new("note:1"), 1, RevisionHash.None, false, canary.Utf8),
            new Crypto.Secret("canary-word"u8),
            new Conflict.ResolveConflict("aurix.lww", new(DocumentType.Default, 0, null, [], canary)),
        ];

        Assert.All(holders, holder => Assert.DoesNotContain("canary-word", holder.ToString(), StringComparison.Ordinal));
    }

    private static bool IsMessage(Type type) =>
        type is { IsAbstract: false, IsInterface: false }
        && type.GetInterfaces().Any(contract => contract == typeof(INotification) || (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequest<>)));
}
