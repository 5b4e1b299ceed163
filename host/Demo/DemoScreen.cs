using System.Text.Json.Nodes;
using Aurix.Platform.Host.Output;
using Spectre.Console;

namespace Aurix.Platform.Host.Demo;

/// <summary>Shows the demo while it works, and collects what it measured for the summary.</summary>
internal sealed class DemoScreen(bool quiet, TimeProvider time)
{
    private readonly List<(string Step, string Result, TimeSpan Took)> _steps = [];

    /// <summary>Announces a step, does it, and tells what came out.</summary>
    public async Task StepAsync(string step, Func<Task<string>> work)
    {
        var started = time.GetTimestamp();
        if (!quiet)
        {
            Console.Out.Write($"{_steps.Count + 1,2}. {step} … ");
        }

        var result = await work();
        var took = time.GetElapsedTime(started);
        _steps.Add((step, result, took));
        if (!quiet)
        {
            Console.Out.WriteLine($"{result} ({took.TotalSeconds:0.0} s)");
        }
    }

    public void Note(string text)
    {
        if (!quiet)
        {
            Console.Out.WriteLine(text.Length == 0 ? "" : "    " + text);
        }
    }

    public Answer Summary()
    {
        var table = Tables.Make("step", "result", "seconds");
        foreach (var (step, result, took) in _steps)
        {
            table.Row(step, result, $"{took.TotalSeconds:0.0}");
        }

        var json = new JsonArray([.. _steps.Select(step => new JsonObject { ["step"] = step.Step, ["result"] = step.Result, ["seconds"] = Math.Round(step.Took.TotalSeconds, 2) })]);
        return new Answer(json, console =>
        {
            console.Line();
            console.Write(table);
            console.Line("Everything above was checked while it happened; a check that fails ends the demo with an error.");
        });
    }
}
