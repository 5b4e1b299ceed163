namespace Aurix.Platform.Storage.Fields;

/// <summary>How a field is compared with a value. A value of another JSON type matches by <see cref="NotEqual"/> alone.</summary>
public enum FieldComparison
{
    /// <summary>Some value at the path is the same. Numbers go by what they are worth: 1.0 is 1.</summary>
    Equal,

    /// <summary>No value at the path is the same; also where there is none. The exact opposite of <see cref="Equal"/>.</summary>
    NotEqual,

    /// <summary>Some value at the path is lower. Numbers as numbers, strings by their UTF-8 bytes.</summary>
    Less,

    /// <summary>Some value at the path is lower or the same.</summary>
    LessOrEqual,

    /// <summary>Some value at the path is higher.</summary>
    Greater,

    /// <summary>Some value at the path is higher or the same.</summary>
    GreaterOrEqual,

    /// <summary>Some string at the path begins so.</summary>
    StartsWith,

    /// <summary>With <c>true</c>: something is at the path, be it <c>null</c> or an object; with <c>false</c>: nothing is.</summary>
    Exists,
}
