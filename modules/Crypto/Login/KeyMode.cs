namespace Aurix.Platform.Crypto.Login;

/// <summary>What keys are derived from. Bound into every password slot, and named in the vault document to be compared, never obeyed.</summary>
internal enum KeyMode : byte
{
    /// <summary>The password alone.</summary>
    Password = 0,

    /// <summary>The password and the Secret Key.</summary>
    SecretKey = 1,
}
