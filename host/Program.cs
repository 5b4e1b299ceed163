using Aurix.Platform.Host;
using Aurix.Platform.Host.Commands;

CoreDumps.Forbid();
NativeHeap.GiveBackLargeBlocks();
using var termination = new Termination();
var parsed = CommandLine.Build().Parse(args);
return parsed.Errors.Count > 0 ? CommandRunner.RefuseUsage(parsed) : await termination.RunAsync(asked => parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }, asked));
