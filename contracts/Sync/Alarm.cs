namespace Aurix.Platform.Sync;

/// <summary>Something that an honest server does not do was seen. It stands until the server shows what was missing again, or its owner accepts it.</summary>
/// <param name="Code">One of <see cref="AlarmCodes"/>.</param>
/// <param name="Subject">The device, the document or the server that it is about.</param>
/// <param name="Meaning">One sentence that a layman understands.</param>
/// <param name="NextStep">What is safe to do now.</param>
/// <param name="FirstSeen">When this device first saw it.</param>
/// <param name="LastSeen">When it last did.</param>
/// <param name="Times">In how many rounds.</param>
/// <param name="StopsSending">Whether nothing is sent while it stands. Fetching goes on where it is safe.</param>
public sealed record Alarm(string Code, string Subject, string Meaning, string NextStep, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, int Times, bool StopsSending);
