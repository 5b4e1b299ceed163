namespace Strangers;

/// <summary>Says which version of it greets.</summary>
public static class Greeting
{
    /// <summary>The greeting.</summary>
    public static string Text => $"Greetings of version {typeof(Greeting).Assembly.GetName().Version}.";
}
