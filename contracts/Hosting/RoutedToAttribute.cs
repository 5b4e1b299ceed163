namespace Aurix.Platform.Hosting;

/// <summary>Says which role answers a request. Every request in the contracts carries one; the host's census goes by it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class RoutedToAttribute(string role) : Attribute
{
    /// <summary>One of <see cref="Roles"/>.</summary>
    public string Role { get; } = role;

    /// <summary>Whether an answer may take as long as its work does: a sync round, a backup. To others the host sets a time limit.</summary>
    public bool IsLong { get; init; }
}
