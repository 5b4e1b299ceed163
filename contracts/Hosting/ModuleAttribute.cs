namespace Aurix.Platform.Hosting;

/// <summary>Names the module type of a plugin assembly, so that the host need not search: <c>[assembly: Module(typeof(MyModule))]</c>.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class ModuleAttribute(Type moduleType) : Attribute
{
    /// <summary>A class that implements <see cref="IModule"/> and has a constructor without parameters.</summary>
    public Type ModuleType { get; } = moduleType;
}
