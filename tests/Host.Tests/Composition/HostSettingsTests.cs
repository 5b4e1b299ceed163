using Aurix.Platform.Errors;
using Aurix.Platform.Host.Composition;

namespace Aurix.Platform.Tests.Composition;

public sealed class HostSettingsTests
{
    [Fact]
    public void Settings_are_given_to_their_role_without_its_name()
    {
        var parsed = HostSettings.ParseModuleSettings(["gateway.cors=http://localhost:5173?a=b", "gateway.empty=", "storage.busyTimeoutSeconds=5"]);
        var settings = new HostSettings("", "", parsed);

        Assert.Equal(new Dictionary<string, string> { ["cors"] = "http://localhost:5173?a=b", ["empty"] = "" }, settings.For("gateway"));
        Assert.Equal(new Dictionary<string, string> { ["busyTimeoutSeconds"] = "5" }, settings.For("storage"));
        Assert.Empty(settings.For("gate"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("storage")]
    [InlineData("storage.busyTimeoutSeconds")]
    [InlineData("busyTimeoutSeconds=5")]
    [InlineData("busyTimeoutSeconds=5.5")]
    [InlineData("=5")]
    [InlineData(".busyTimeoutSeconds=5")]
    [InlineData("storage.=5")]
    public void What_is_no_setting_is_refused(string text)
    {
        var wrong = Assert.Throws<UsageException>(() => HostSettings.ParseModuleSettings([text]));

        Assert.Equal(("BadSetting", $"'{text}' is no setting."), (wrong.Code, wrong.Message));
    }

    [Fact]
    public void A_setting_that_is_given_twice_is_refused()
    {
        var wrong = Assert.Throws<UsageException>(() => HostSettings.ParseModuleSettings(["storage.busyTimeoutSeconds=5", "storage.busyTimeoutSeconds=6"]));

        Assert.Equal(("BadSetting", "'storage.busyTimeoutSeconds' is set twice."), (wrong.Code, wrong.Message));
    }
}
