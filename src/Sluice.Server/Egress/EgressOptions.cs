namespace Sluice.Server.Egress;

/// <summary>Which addresses this server may contact on a customer's word: pulls and callbacks.</summary>
internal sealed class EgressOptions
{
    public const string Section = "Sluice:Egress";

    /// <summary>
    /// Networks in CIDR form (<c>10.1.0.0/16</c>, <c>fd00::/8</c>) or single addresses that may be contacted although they are not
    /// public. Default: none.
    /// </summary>
    public string[] Allow { get; set; } = [];
}
