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

    // The name of a class's collection ends in the class's own.
    private int Place(string name)
    {
        var place = Array.FindIndex(names, end => name.EndsWith("." + end, StringComparison.Ordinal));
        return place < 0 ? names.Length : place;
    }
}
