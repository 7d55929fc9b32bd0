using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>Language of messages and descriptions, in answers and callbacks (<c>acceptLang</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MessageLanguage>))]
public enum MessageLanguage
{
    /// <summary><c>en</c></summary>
    [JsonStringEnumMemberName("en")]
    English = 0,

    /// <summary><c>zh</c></summary>
    [JsonStringEnumMemberName("zh")]
    Chinese = 1,
}
