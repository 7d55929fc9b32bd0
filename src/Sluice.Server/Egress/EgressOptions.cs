namespace Sluice.Server.Egress;

/// <summary>What this server may contact on a customer's word: pulls and callbacks.</summary>
internal sealed class EgressOptions
{
    public const string Section = "Sluice:Egress";

    /// <summary>
    /// Networks in CIDR form (<c>10.1.0.0/16</c>, <c>fd00::/8</c>) or single addresses that may be contacted although they are not
    /// public. Default: none.
    /// </summary>
    public string[] Allow { get; set; } = [];

    /// <summary>
    /// Ports (<c>443</c>) and ranges of them (<c>8000-8999</c>) that may be contacted, at allowed networks too. Default: 80, 443 and
    /// those from 1024 on but <see cref="PortList.Services"/>.
    /// </summary>
    public string[]? Ports { get; set; }

    /// <summary>How sources may be reached, redirects and what a playlist names included. Default: rtmp, rtmps, http, https.</summary>
    public string[]? SourceSchemes { get; set; }

    /// <summary>How callbacks may be sent, and pictures that customers name fetched. Default: http, https.</summary>
    public string[]? CallbackSchemes { get; set; }
}
