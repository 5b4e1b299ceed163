using Aurix.Platform.Errors;
using Aurix.Platform.Sync;
using Aurix.Platform.Sync.Accounts;
using Aurix.Platform.Tests.Support;

namespace Aurix.Platform.Tests;

/// <summary>The table in docs/sync-states.md is what the code does, every cell of it.</summary>
public sealed class SyncStatesTests
{
    // In the order of the table's columns.
    private static readonly SyncAct[] Acts = [SyncAct.Enable, SyncAct.Confirm, SyncAct.Pause, SyncAct.Resume, SyncAct.Remove, SyncAct.Disable, SyncAct.SignIn, SyncAct.Talk];

    private static readonly Dictionary<string, SyncState> States = new()
    {
        ["off"] = SyncState.Off,
        ["signed in"] = SyncState.SignedIn,
        ["enabled"] = SyncState.Enabled,
        ["paused"] = SyncState.Paused,
        ["removing"] = SyncState.Removing,
    };

    [Fact]
    public void Every_transition_and_every_refusal_is_as_the_documentation_says()
    {
        var rows = Rows();

        Assert.Equal(States.Keys, rows.Select(row => row[0]));
        Assert.All(rows, row =>
        {
            Assert.Equal(Acts.Length + 1, row.Length);
            for (var column = 0; column < Acts.Length; column++)
            {
                Assert.Equal($"{row[0]}, {Acts[column]}: {row[column + 1]}", $"{row[0]}, {Acts[column]}: {Told(States[row[0]], Acts[column])}");
            }
        });
    }

    [Fact]
    public void There_is_no_state_and_no_act_that_the_documentation_does_not_know()
    {
        Assert.Equal(Enum.GetValues<SyncState>().Order(), States.Values.Order());
        Assert.Equal(Enum.GetValues<SyncAct>().Order(), Acts.Order());
    }

    private static string Told(SyncState from, SyncAct act)
    {
        try
        {
            var after = SyncStates.After(from, act);
            return States.Single(state => state.Value == after).Key;
        }
        catch (UsageException refused)
        {
            return $"`{refused.Code}`";
        }
    }

    private static string[][] Rows() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, "docs", "sync-states.md"))
            .SkipWhile(line => !line.StartsWith("| from |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];
}
