namespace Sluice.Server.Detection.Codes;

/// <summary>Which codes are looked for, and where they may lead.</summary>
internal sealed class CodeOptions
{
    public const string Section = "Sluice:Detection:Codes";

    /// <summary>
    /// Hosts (<c>example.com</c>, which stands for those below it too). A code that holds nothing but web addresses there is no finding.
    /// Default: none.
    /// </summary>
    public string[] AllowedHosts { get; set; } = [];

    /// <summary>Hosts, as in <see cref="AllowedHosts"/>. A code with a web address there is REJECT, whatever else it holds. Default: none.</summary>
    public string[] BlockedHosts { get; set; } = [];

    /// <summary>Look for bar codes too. Default true; off where goods are shown that bear them.</summary>
    public bool BarCodes { get; set; } = true;
}
