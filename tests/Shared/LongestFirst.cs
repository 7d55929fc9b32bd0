using Xunit.Sdk;
using Xunit.v3;

namespace Sluice.Testing;

/// <summary>Begins with the classes that take longest, so that none of them runs alone at the end while processors idle.</summary>
/// <param name="names">Names of classes, the longest first.</param>
public abstract class LongestFirst(params string[] names) : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Place(collection.TestCollectionDisplayName))];

    // "Test collection for The.Namespace.OfTests (id: …)".
    private int Place(string collection)
    {
        var place = Array.FindIndex(names, name => collection.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? names.Length : place;
    }
}
