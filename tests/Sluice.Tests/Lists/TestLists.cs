using Sluice.Protocol;
using Sluice.Server.Lists;
using Sluice.Server.Matching;

namespace Sluice.Tests.Lists;

/// <summary>Lists of a tenant, without a store.</summary>
internal sealed class TestLists : ITenantLists
{
    private readonly List<(ListRow List, IReadOnlyList<string> Entries)> _lists = [];
    private TenantLists? _made;

    public TenantLists Made => _made ??= TenantLists.Of(_lists);

    public TestLists Black(
        ListKind kind, string name, string[] entries, RiskLevel level = RiskLevel.Reject, string[]? labels = null, string[]? types = null) => Add(
        name, new ListSettings { Kind = kind, Colour = ListColour.Black, Level = level, Labels = labels, Types = types ?? [], Mode = WordMode.Exact }, entries);

    public TestLists White(ListKind kind, params string[] entries) =>
        Add($"white {_lists.Count}", new ListSettings { Kind = kind, Colour = ListColour.White }, entries);

    public TenantLists Of(string tenant) => Made;

    public Task ReadyAsync(string tenant, CancellationToken cancellationToken) => Task.CompletedTask;

    private TestLists Add(string name, ListSettings settings, string[] entries)
    {
        var list = new ListRow { Tenant = "acme", Name = name, Settings = settings, CreatedAt = default, ChangedAt = default };
        _lists.Add((list, [.. entries.Select(entry => ListEntry.Read(settings.Kind, entry, out var problem) ?? throw new ArgumentException(problem))]));
        return this;
    }
}
