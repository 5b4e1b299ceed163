using Aurix.Platform.Gateway;
using Aurix.Platform.Gateway.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace Aurix.Platform.Tests;

public sealed class PasswordsTests
{
    [Fact]
    public async Task A_right_password_is_derived_once_a_minute_and_a_wrong_one_each_time()
    {
        var time = new FakeTimeProvider();
        using var passwords = new Passwords(new GatewayOptions { Pbkdf2Iterations = 10 }, time);
        var hash = await passwords.HashAsync("cedar"u8.ToArray(), CancellationToken.None);
        Assert.Equal(1, passwords.Derivations);

        for (var request = 0; request < 5; request++)
        {
            Assert.True(await passwords.VerifyAsync(hash, "cedar"u8.ToArray(), CancellationToken.None));
        }

        Assert.Equal(2, passwords.Derivations);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await passwords.VerifyAsync(hash, "cedar"u8.ToArray(), CancellationToken.None));
        Assert.Equal(3, passwords.Derivations);

        Assert.False(await passwords.VerifyAsync(hash, "oak"u8.ToArray(), CancellationToken.None));
        Assert.False(await passwords.VerifyAsync(hash, "oak"u8.ToArray(), CancellationToken.None));
        Assert.False(await passwords.VerifyAsync(hash: null, "cedar"u8.ToArray(), CancellationToken.None));
        Assert.Equal(6, passwords.Derivations);
    }
}
