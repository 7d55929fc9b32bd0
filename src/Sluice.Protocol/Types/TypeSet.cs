using System.Collections;

namespace Sluice.Protocol;

/// <summary>A set of risk or business types as it travels: names joined by <c>_</c>, e.g. <c>POLITY_EROTIC</c>. Keeps the order given.</summary>
public sealed class TypeSet : IReadOnlyList<string>, IEquatable<TypeSet>
{
    private readonly string[] _names;

    private TypeSet(string[] names) => _names = names;

    /// <summary>No types.</summary>
    public static TypeSet Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _names.Length;

    /// <inheritdoc/>
    public string this[int index] => _names[index];

    /// <summary>
    /// Reads a joined set. Names given twice count once. False when a name is empty, has other characters than A–Z and 0–9, or
    /// is not in the vocabulary; <paramref name="unknown"/> is then that name.
    /// </summary>
    public static bool TryParse(string joined, TypeVocabulary vocabulary, out TypeSet set, out string? unknown)
    {
        ArgumentNullException.ThrowIfNull(joined);
        ArgumentNullException.ThrowIfNull(vocabulary);
        var names = new List<string>();
        foreach (var name in joined.Split('_'))
        {
            if (!vocabulary.Accepts(name))
            {
                (set, unknown) = (Empty, name);
                return false;
            }

            if (!names.Contains(name))
            {
                names.Add(name);
            }
        }

        (set, unknown) = (new TypeSet([.. names]), null);
        return true;
    }

    /// <summary>The joined form.</summary>
    public override string ToString() => string.Join('_', _names);

    /// <summary>Equal when both hold the same names, in whatever order.</summary>
    public bool Equals(TypeSet? other) => other is not null && _names.ToHashSet().SetEquals(other._names);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TypeSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _names.Aggregate(0, (sum, name) => sum ^ name.GetHashCode(StringComparison.Ordinal));

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_names).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
