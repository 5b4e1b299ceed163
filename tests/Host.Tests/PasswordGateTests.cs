using Aurix.Platform.Host.Commands;

namespace Aurix.Platform.Tests;

public sealed class PasswordGateTests
{
    [Theory]
    [InlineData("correct horse battery staple", 48)]         // four words are not enough
    [InlineData("correct horse battery staple lantern", 60)]
    [InlineData("Aurix aurix AURIX aurix aurix", 12)]        // the same word again is nothing new
    [InlineData("Passw0rd!", 30)]
    [InlineData("x7-Kp9q-L2mV-b4T8-wZ3r-f6", 86)]            // what a password manager makes
    [InlineData("1234567890123456", 48)]
    [InlineData("", 0)]
    public void What_a_password_is_worth(string password, int bits) => Assert.Equal(bits, PasswordGate.Bits(password));
}
