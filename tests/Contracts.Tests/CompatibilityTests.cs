using System.Reflection;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Tests;

/// <summary>The rule of docs/write-a-module.md: within a major version the contracts only grow. Plugins that are loaded for it are in Host.Tests.</summary>
public sealed class CompatibilityTests
{
    private static readonly HashSet<string> First = [.. ApiList.First];

    [Fact]
    public void Nothing_that_the_first_version_had_is_gone()
    {
        Assert.True(First.Count > 5000, "the list of the first version is not read");
        Assert.Empty(ApiList.Lost(First, [.. ApiList.Shipped, .. ApiList.Unshipped]));
    }

    [Theory]
    [InlineData("A.B(int x) -> void", "A.B(int x) -> void", "")]
    [InlineData("A.A(int X) -> void", "A.A(int X, int Y) -> void", "A.A(int X) -> void")] // a positional parameter more is another constructor
    [InlineData("A.B(int x) -> void", "A.B(int x) -> void|*REMOVED*A.B(int x) -> void", "A.B(int x) -> void")]
    [InlineData("const A.B = \"b\" -> string!", "const A.B = \"c\" -> string!", "const A.B = \"b\" -> string!")] // compiled into whoever used it
    public void What_is_gone_is_named(string earlier, string later, string lost) =>
        Assert.Equal(lost.Split('|', StringSplitOptions.RemoveEmptyEntries), ApiList.Lost(earlier.Split('|'), later.Split('|')));

    [Fact] // whoever implemented the interface before would not load with a member that has no body
    public void What_was_added_to_an_interface_or_a_base_class_of_the_first_version_has_a_body()
    {
        var abstractMembers = typeof(IModule).Assembly.GetExportedTypes()
            .Where(type => type.IsAbstract && First.Contains(NameOf(type)))
            .SelectMany(type => type.GetMethods(BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
                .Where(method => method is { IsAbstract: true, IsPrivate: false, IsAssembly: false })
                .Select(method => NameOf(type) + "." + Listed(method)))
            .ToList();

        Assert.All(abstractMembers, member => Assert.Contains(First, line => line.Contains(member, StringComparison.Ordinal)));
        Assert.Contains("Aurix.Platform.Hosting.IModule.Configure(", abstractMembers);
    }

    [Fact] // the runtime binds a plugin to an equal or higher assembly version only, so within a line there is one
    public void The_assembly_version_is_that_of_the_major_line() =>
        Assert.Equal(new Version(0, 1, 0, 0), typeof(IModule).Assembly.GetName().Version);

    // As the list spells it: Ns.Type<T>, Ns.Outer.Inner.
    private static string NameOf(Type type)
    {
        var name = type.Name.Split('`')[0];
        var arguments = type.IsGenericType ? $"<{string.Join(", ", type.GetGenericArguments().Select(argument => argument.Name))}>" : "";
        return (type.DeclaringType is { } outer ? NameOf(outer) : type.Namespace) + "." + name + arguments;
    }

    private static string Listed(MethodInfo method) => method switch
    {
        { IsSpecialName: true } when method.Name.StartsWith("get_", StringComparison.Ordinal) => method.Name[4..] + ".get",
        { IsSpecialName: true } when method.Name.StartsWith("set_", StringComparison.Ordinal) => method.Name[4..] + ".",
        _ => method.Name + "(",
    };
}
