namespace Sluice.Server;

/// <summary>What the server is called and how it is seen from outside.</summary>
internal sealed class ServerOptions
{
    public const string Section = "Sluice";

    /// <summary>
    /// This node's name: letters and digits, at most 16, unique in the cluster and the same after a restart. Part of the
    /// requestId of frame callbacks. Default <c>n1</c>.
    /// </summary>
    public string Node { get; set; } = "n1";

    /// <summary>The <c>lang</c> values that this cluster takes, out of zh, en, ar. Default (none set): all three.</summary>
    public IReadOnlyList<string> Languages { get; set; } = [];

    public static IReadOnlyList<string> AllLanguages { get; } = ["zh", "en", "ar"];

    public IReadOnlyList<string> SupportedLanguages => Languages.Count == 0 ? AllLanguages : Languages;

    /// <summary>
    /// The address under which callbacks' receivers reach this server for evidence, without a trailing slash. Default (null):
    /// the first address served.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The zone of times in callbacks, as an IANA name. Default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";
}
