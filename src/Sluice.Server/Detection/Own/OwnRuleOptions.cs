namespace Sluice.Server.Detection.Own;

/// <summary>What one of a model's labels means, to whoever asked for a risk type or for a business type.</summary>
internal sealed class OwnRuleOptions
{
    /// <summary>The model's label, or the endpoint's category.</summary>
    public string? When { get; set; }

    /// <summary>As in imgType; of a model of sound, audioType. This or <see cref="BusinessType"/>.</summary>
    public string? RiskType { get; set; }

    /// <summary>As in imgBusinessType; of a model of sound, audioBusinessType.</summary>
    public string? BusinessType { get; set; }

    /// <summary>riskLabel1 or businessLabel1.</summary>
    public string? Label1 { get; set; }

    /// <summary>The second word. Default: the first.</summary>
    public string? Label2 { get; set; }

    /// <summary>The third word. Default: the second.</summary>
    public string? Label3 { get; set; }

    /// <summary>The three names in Chinese, joined by <c>:</c>. Default: the table's, where it has the words, else the words.</summary>
    public string? Chinese { get; set; }

    /// <summary>The three names in English, joined by <c>:</c>. Default: the table's, where it has the words, else the words.</summary>
    public string? English { get; set; }

    /// <summary>Of a risk: REVIEW from this probability on, 0 to 1. Null: never.</summary>
    public double? ReviewFrom { get; set; }

    /// <summary>Of a risk: REJECT from this probability on, 0 to 1. Null: never.</summary>
    public double? RejectFrom { get; set; }

    /// <summary>Of a business label: seen from this probability on, 0 to 1. Default 0.5.</summary>
    public double? From { get; set; }
}
