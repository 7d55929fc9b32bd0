namespace Sluice.Server.Verdicts.Policies;

/// <summary>For whom an override is: all that is given must be so, each by any of its values.</summary>
internal sealed record PolicyCondition
{
    public IReadOnlySet<string>? Tenants { get; init; }

    public IReadOnlySet<string>? Apps { get; init; }

    public IReadOnlySet<string>? Events { get; init; }

    public IReadOnlySet<string>? Rooms { get; init; }

    public IReadOnlySet<int>? Levels { get; init; }

    public bool Holds(PolicyScope scope) =>
        IsOne(Tenants, scope.Tenant)
        && IsOne(Apps, scope.App)
        && IsOne(Events, scope.Event)
        && IsOne(Rooms, scope.Room)
        && (Levels is null || (scope.Level is { } level && Levels.Contains(level)));

    private static bool IsOne(IReadOnlySet<string>? values, string? value) => values is null || (value is not null && values.Contains(value));
}
