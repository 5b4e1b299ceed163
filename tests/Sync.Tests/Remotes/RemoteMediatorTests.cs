using System.Reflection;
using System.Runtime.CompilerServices;
using Aurix.Platform.Hosting;
using Aurix.Platform.Storage;
using Aurix.Platform.Sync;
using Aurix.Platform.Sync.Remotes;

namespace Aurix.Platform.Tests.Remotes;

/// <summary>What a room says to other modules carries its remote's name.</summary>
public sealed class RemoteMediatorTests
{
    private static readonly RemoteName Backup = new("backup");

    public static TheoryData<Type> Messages =>
        [.. typeof(IRemoteRequest).Assembly.GetTypes().Where(type => typeof(IRemoteRequest).IsAssignableFrom(type) && type.GetCustomAttribute<RoutedToAttribute>() is { } route && route.Role != Roles.Sync)];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_message_about_a_remote_is_named(Type message) =>
        Assert.Equal(Backup, ((IRemoteRequest)new RemoteMediator(Backup, null!).Named(RuntimeHelpers.GetUninitializedObject(message))).Remote);

    [Fact]
    public void Records_of_main_are_called_what_they_always_were()
    {
        var read = new GetLocalDocument(Documents.DatabaseName.Vault, "aurix-alarms");

        Assert.Equal("aurix-alarms", ((GetLocalDocument)new RemoteMediator(RemoteName.Main, null!).Named(read)).Id);
        Assert.Equal("aurix-alarms@backup", ((GetLocalDocument)new RemoteMediator(Backup, null!).Named(read)).Id);
    }
}
