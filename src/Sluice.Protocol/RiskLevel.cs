using System.Text.Json.Serialization;

namespace Sluice.Protocol;

/// <summary>What a customer is advised to do with a frame, a sound or a stream. Ordered: a larger value is worse.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RiskLevel>))]
public enum RiskLevel
{
    /// <summary>Nothing was found that counts.</summary>
    [JsonStringEnumMemberName("PASS")]
    Pass = 0,

    /// <summary>A person should look at it.</summary>
    [JsonStringEnumMemberName("REVIEW")]
    Review = 1,

    /// <summary>It should be blocked.</summary>
    [JsonStringEnumMemberName("REJECT")]
    Reject = 2,
}
