using Aurix.Platform.Errors;
using Aurix.Platform.Sync.Filters;

namespace Aurix.Platform.Tests;

/// <summary>What a device's choice of documents means where it is written down.</summary>
public sealed class NameListTests
{
    [Fact]
    public void A_selector_that_cannot_be_used_is_refused_by_the_name_of_its_setting()
    {
        var refused = Assert.Throws<UsageException>(() => new SyncFilter("", "", """{"title":{"$regex":"W"}}"""));

        Assert.Equal(("SelectorInvalid", "sync.selector cannot be used: '$regex' is not offered."), (refused.Code, refused.Message));
    }

    [Theory]
    [InlineData("", "note", true)]
    [InlineData("note,recording", "note", true)]
    [InlineData("note recording", "draft", false)]
    [InlineData("!draft", "note", true)]
    [InlineData("!draft", "draft", false)]
    [InlineData("work/*", "work/1", true)]
    [InlineData("work/*,!work/secret*", "work/secret-1", false)]
    [InlineData("work", "work/1", false)]
    public void A_list_of_names_admits_what_it_lists_and_nothing_it_refuses(string list, string name, bool admitted) =>
        Assert.Equal(admitted, new NameList(list).Admits(name));
}
