namespace Aurix.Platform.Host.Guests;

/// <summary>A guest's call that is answered with an error.</summary>
/// <param name="code">For the guest's program: <c>MethodMissing</c>, <c>Denied</c>, <c>BadCall</c>, <c>DocumentMissing</c>, <c>Stale</c>, or a code of the platform.</param>
/// <param name="message">For whoever writes it.</param>
internal sealed class GuestRefusal(string code, string message) : Exception(message)
{
    public string Code => code;
}
