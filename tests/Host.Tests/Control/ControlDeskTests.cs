using System.Text.Json.Nodes;
using Aurix.Platform.Host.Control;
using Aurix.Platform.Tests.Strategies;

namespace Aurix.Platform.Tests.Control;

public sealed class ControlDeskTests
{
    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"do":"stop"}""")]
    [InlineData("""{"do":7,"strategy":"test.good"}""")]
    [InlineData("""{"do":"reload-strategy"}""")]
    [InlineData("""{"do":"reload-strategy","strategy":["test.good"]}""")]
    public async Task What_is_no_question_is_told_so(string line)
    {
        await using var rig = await StrategyRig.WithAsync();

        var answer = JsonNode.Parse(await new ControlDesk(rig.Mediator).AnswerAsync(line, CancellationToken.None))!;

        Assert.Equal("BadQuestion", (string)answer["error"]!["code"]!);
    }

    [Fact]
    public async Task A_reload_is_done_and_told_and_a_refusal_is_told_with_its_next_step()
    {
        await using var rig = await StrategyRig.WithAsync("GoodStrategyA");
        var desk = new ControlDesk(rig.Mediator);

        var done = JsonNode.Parse(await desk.AnswerAsync("""{"do":"reload-strategy","strategy":"test.good"}""", CancellationToken.None))!;
        var refused = JsonNode.Parse(await desk.AnswerAsync("""{"do":"reload-strategy","strategy":"test.nobody"}""", CancellationToken.None))!["error"]!;

        Assert.Equal((1, 1), ((int)done["before"]!, (int)done["after"]!));
        Assert.Equal("StrategyMissing", (string)refused["code"]!);
        Assert.NotEmpty((string)refused["nextStep"]!);
    }
}
