namespace Aurix.Platform.Tests;

/// <summary>A test of what file permissions forbid: nothing is forbidden to root, and Windows keeps permissions another way. There it is reported as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess)
        {
            Skip = "File permissions do not bind this user.";
        }
    }
}
