using System.Text.Json.Nodes;
using Aurix.Platform.Tests.Extensions;

namespace Aurix.Platform.Tests.Failures;

/// <summary>What can be wrong with a module's folder, and what is told of it besides whose folder it is.</summary>
internal static class BadCopy
{
    /// <summary>What any module's files can be.</summary>
    public static readonly (string Fault, string Reason)[] OfFiles =
    [
        ("an empty file", "cannot be read"),
        ("half a file", "cannot be read"),
        ("a damaged file", "cannot be read"),
        ("no assembly", "cannot be read"),
        ("a native library", "cannot be read"),
        ("no file", "which is not in the folder"),
        ("no manifest", "no readable module.json"),
        ("half a manifest", "is not valid JSON"),
        ("a dependency missing", "needs MediatX 5.1.0.0, which is neither in its folder nor part of the host"),
        ("another framework", "was built for System.Runtime 11.0.0.0; this host has 10.0.0.0"),
        ("newer contracts", "was built against Aurix.Platform.Contracts 0.2.0.0; this host has 0.1.0.0"),
        ("a name of newer contracts", "needs Aurix.Platform.Hosting.ModuleAttributf, which this host's contracts do not have"),
        ("a shared library", "brings its own MediatR.dll, which only the host may bring"),
        ("an unreadable list of dependencies", "cannot be loaded"),
    ];

    /// <summary>What its code can do, where it is a <c>FaultyModule</c> or a <c>FaultyExtension</c>.</summary>
    public static readonly (string Fault, string Reason)[] OfCode =
    [
        ("constructor", "InvalidOperationException: not born today"),
        ("configure", "InvalidOperationException: no "),
        ("start", "InvalidOperationException: not today"),
    ];

    /// <summary>Puts this fault into a module's folder.</summary>
    public static void Make(string fault, string folder)
    {
        var manifest = Path.Combine(folder, "module.json");
        var dll = Path.Combine(folder, (string)JsonNode.Parse(File.ReadAllText(manifest))!["assembly"]!);
        switch (fault)
        {
            case "an empty file":
                File.WriteAllText(dll, "");
                break;
            case "half a file":
                File.WriteAllBytes(dll, File.ReadAllBytes(dll)[..(int)(new FileInfo(dll).Length / 2)]);
                break;
            case "a damaged file":
                var bytes = File.ReadAllBytes(dll);
                bytes.AsSpan(bytes.Length / 4, bytes.Length / 2).Fill(0xA5);
                File.WriteAllBytes(dll, bytes);
                break;
            case "no assembly":
                File.WriteAllText(dll, "this is no assembly");
                break;
            case "a native library":
                File.Copy(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libSystem.Native.so"), dll, overwrite: true);
                break;
            case "no file":
                File.Delete(dll);
                break;
            case "no manifest":
                File.Delete(manifest);
                break;
            case "half a manifest":
                File.WriteAllText(manifest, File.ReadAllText(manifest)[..20]);
                break;
            case "a dependency missing":
                AssemblyPatch.RenameReference(dll, "MediatR", "MediatX");
                break;
            case "another framework":
                AssemblyPatch.Refer(dll, "System.Runtime", new Version(11, 0, 0, 0));
                break;
            case "newer contracts":
                AssemblyPatch.Refer(dll, "Aurix.Platform.Contracts", new Version(0, 2, 0, 0));
                break;
            case "a name of newer contracts":
                AssemblyPatch.Rename(dll, "ModuleAttribute", "ModuleAttributf");
                break;
            case "a shared library":
                File.Copy(typeof(MediatR.IMediator).Assembly.Location, Path.Combine(folder, "MediatR.dll"));
                break;
            case "an unreadable list of dependencies":
                File.WriteAllText(Path.ChangeExtension(dll, ".deps.json"), "{ half");
                break;
            default:
                File.WriteAllText(Path.Combine(folder, "fault"), fault);
                break;
        }
    }

    /// <summary>Puts a <c>FaultyModule</c> around the module in this folder: the same for every caller, until it is told to be otherwise.</summary>
    public static void Wrap(string folder)
    {
        var path = Path.Combine(folder, "module.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        var inner = (string)manifest["assembly"]!;
        if (inner == "FaultyModule.dll")
        {
            return;
        }

        File.Copy(Path.Combine(Repository.Built("tests", "Plugins", "FaultyModule"), "FaultyModule.dll"), Path.Combine(folder, "FaultyModule.dll"));
        File.Copy(Path.Combine(folder, Path.ChangeExtension(inner, ".deps.json")), Path.Combine(folder, "FaultyModule.deps.json"));
        File.WriteAllText(Path.Combine(folder, "inner"), inner);
        manifest["assembly"] = "FaultyModule.dll";
        File.WriteAllText(path, manifest.ToJsonString());
    }
}
