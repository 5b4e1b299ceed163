using Aurix.Platform.Host;
using Aurix.Platform.Host.Commands;

CoreDumps.Forbid();
NativeHeap.GiveBackLargeBlocks();
using var impatience = Termination.EndAtOnceWhenAskedTwice();
var parsed = CommandLine.Build().Parse(args);
return parsed.Errors.Count > 0 ? CommandRunner.RefuseUsage(parsed) : await parsed.InvokeAsync(new() { ProcessTerminationTimeout = Termination.Limit });
