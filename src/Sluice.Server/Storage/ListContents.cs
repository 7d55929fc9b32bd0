using Sluice.Server.Lists;

namespace Sluice.Server.Storage;

/// <summary>All lists of a tenant.</summary>
/// <param name="Version">0 where there never was one.</param>
/// <param name="Lists">Each with its entries.</param>
internal sealed record ListContents(long Version, IReadOnlyList<(ListRow List, IReadOnlyList<string> Entries)> Lists);
