using Sluice.Server.Egress;

namespace Sluice.Server.Hosting;

/// <summary>What a server is started with.</summary>
/// <param name="Urls">Addresses to listen on, joined by <c>;</c>. Port 0 takes a free one.</param>
/// <param name="DataFolder">Full path; it need not exist yet.</param>
/// <param name="Settings">Configuration keys with their root, e.g. <c>Sluice:Egress:Allow:0</c>. They win over file and environment.</param>
internal sealed record ServerSetup(string Urls, string DataFolder, IReadOnlyDictionary<string, string?> Settings)
{
    /// <summary>Finds the addresses of names; null: the operating system's resolver.</summary>
    public HostLookup? Lookup { get; init; }
}
