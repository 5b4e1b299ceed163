using System.Text.Json;
using System.Text.Json.Serialization;
using Aurix.Platform.Errors;
using Aurix.Platform.Host.Output;
using Aurix.Platform.Hosting;

namespace Aurix.Platform.Host.Scheduling;

/// <summary>The file <c>host/conditions.json</c> in the data folder: what was last said about the device, and when. Read anew each time: several processes may say it.</summary>
internal sealed class ConditionsFile(string hostFolder)
{
    private static readonly DeviceConditions Unknown = new(null, null, null, null);

    private readonly OwnFile _file = new(Path.Combine(hostFolder, "conditions.json"));

    /// <summary>What cannot be read is not known, and hinders nothing.</summary>
    public DeviceConditions Read()
    {
        try
        {
            return Parse(_file.Read());
        }
        catch (Exception nothing) when (nothing is IOException or UnauthorizedAccessException)
        {
            return Unknown;
        }
    }

    /// <exception cref="StoreException"><c>ConditionsTrouble</c>.</exception>
    public void Change(Func<DeviceConditions, DeviceConditions> change)
    {
        try
        {
            _file.Change(bytes => JsonSerializer.SerializeToUtf8Bytes(change(Parse(bytes)), ConditionsJson.Default.DeviceConditions));
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new StoreException("ConditionsTrouble", $"'{_file.Path}' cannot be written: {trouble.Message}", "See that the disk has room and lets you write.", trouble);
        }
    }

    private static DeviceConditions Parse(byte[]? bytes)
    {
        try
        {
            return bytes is not null && JsonSerializer.Deserialize(bytes, ConditionsJson.Default.DeviceConditions) is { } read ? read : Unknown;
        }
        catch (JsonException)
        {
            return Unknown;
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DeviceConditions))]
internal sealed partial class ConditionsJson : JsonSerializerContext;
