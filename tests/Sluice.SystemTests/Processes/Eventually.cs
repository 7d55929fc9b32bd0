namespace Sluice.SystemTests.Processes;

/// <summary>Waits for what another process does and tells nobody.</summary>
internal static class Eventually
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>A machine that stood still used up the time without a look: it is over when one of so many that it has room for was made too.</summary>
    private const int OneLookIn = 4;

    public static Task BeTrueAsync(Func<bool> condition, TimeSpan within, string what) =>
        BeTrueAsync(() => Task.FromResult(condition()), within, what);

    public static Task BeTrueAsync(Func<Task<bool>> condition, TimeSpan within, string what) => BeTrueAsync(condition, within, () => what);

    /// <param name="condition">Looked at again and again.</param>
    /// <param name="within">For so long.</param>
    /// <param name="what">Says what was waited for, as it was in the end.</param>
    public static Task BeTrueAsync(Func<bool> condition, TimeSpan within, Func<string> what) =>
        BeTrueAsync(() => Task.FromResult(condition()), within, what);

    private static async Task BeTrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> what)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(LookEvery);
        for (var looks = 1; !await condition(); looks++)
        {
            if (TimeProvider.System.GetElapsedTime(began) > within && looks * OneLookIn > within / LookEvery)
                throw new TimeoutException($"not within {within.TotalSeconds:0.#} s: {what()}");
            await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
