namespace Aurix.Platform.Sync.Devices;

/// <summary>What an alarm means, and what is safe to do, in words for whoever owns the notes.</summary>
internal static class AlarmTexts
{
    public static string Meaning(Finding finding) => finding.Code switch
    {
        AlarmCodes.HeadRollback => $"The server shows an older state of {finding.Label} than it has shown before: it was restored from a backup, or it is hiding what came later.",
        AlarmCodes.HeadFork => $"The server tells two different stories about {finding.Label}: it was tampered with, or it served your devices apart.",
        AlarmCodes.KeyringRollback => "The server shows older keys than one of your devices already uses.",
        AlarmCodes.VaultMismatch => $"'{finding.Label}' now holds another vault than yours.",
        AlarmCodes.VaultMissing => $"'{finding.Label}' no longer holds your vault.",
        AlarmCodes.Withheld => $"Another of your devices has seen something of {finding.Label} that the server does not show here.",
        AlarmCodes.Omission => $"{finding.Extra} sent a version of '{finding.Label}' that the server does not give.",
        AlarmCodes.StaleView => $"{Capital(finding.Label)} goes on writing but has not been shown what this device wrote for two weeks.",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Code, "No alarm has this code."),
    };

    public static string NextStep(Finding finding) => finding.Code switch
    {
        AlarmCodes.HeadRollback => $"Nothing here was lost, and nothing is sent for now. If you know of a restored backup, or have asked its owner, run 'aurix alarm accept {finding.Code}': everything that the server lost is then sent again.",
        AlarmCodes.HeadFork => $"Nothing here was lost, and nothing is sent for now. Keep this device as it is, ask the server's owner, and if you go on trusting it run 'aurix alarm accept {finding.Code}'.",
        AlarmCodes.KeyringRollback => "Nothing is sent. Ask the server's owner to bring back the newer state of the database; nothing local is lost.",
        AlarmCodes.VaultMismatch => "Nothing is sent. Check the address; if it is right, ask the server's owner.",
        AlarmCodes.VaultMissing => "Nothing is sent, and nothing local is lost. Ask the server's owner; to start it again from this device: 'aurix sync disable', then 'aurix sync enable --new'.",
        AlarmCodes.Withheld => $"Sync goes on. If that device is gone for good, run 'aurix vault retire {finding.Subject[..8]}'; otherwise let it sync once, and ask the server's owner if this stays.",
        AlarmCodes.Omission => "Sync goes on. Let the device that wrote it sync once; if this stays, ask the server's owner, or run 'aurix alarm accept Omission' to do without that version.",
        AlarmCodes.StaleView => $"Sync goes on. Compare 'aurix vault fingerprint' on both devices; if that device is gone, run 'aurix vault retire {finding.Subject[..8]}'.",
        _ => throw new ArgumentOutOfRangeException(nameof(finding), finding.Code, "No alarm has this code."),
    };

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
