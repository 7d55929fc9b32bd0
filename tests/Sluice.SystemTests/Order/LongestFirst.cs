using System.Reflection;
using Sluice.SystemTests.Order;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Sluice.SystemTests.Order;

/// <summary>
/// Classes that take long begin first: what begins last and takes long is waited for by one thread alone. The others begin in any order, so
/// that none comes to need another.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // A class that names no collection is one.
    private static readonly Dictionary<string, int> Seconds = typeof(LongestFirst).Assembly.GetTypes()
        .Where(type => type.IsDefined(typeof(TakesSecondsAttribute)))
        .ToDictionary(type => $"Test collection for {type.FullName}", type => type.GetCustomAttribute<TakesSecondsAttribute>()!.Seconds);

    public IReadOnlyCollection<T> OrderTestCollections<T>(IReadOnlyCollection<T> testCollections)
        where T : ITestCollection
    {
        T[] shuffled = [.. testCollections];
        Random.Shared.Shuffle(shuffled);
        return [.. shuffled.OrderByDescending(SecondsOf)];
    }

    private static int SecondsOf<T>(T collection)
        where T : ITestCollection =>
        Seconds.GetValueOrDefault(collection.TestCollectionDisplayName.Split(" (id: ")[0]);
}
