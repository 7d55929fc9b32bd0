using Sluice.Server.Api.Calls;

namespace Sluice.Server.Api.Operator;

/// <summary>The part of a list that a call asks for.</summary>
/// <param name="Limit">1 to 500.</param>
/// <param name="Before">Only what has a lower ordinal.</param>
internal readonly record struct Page(int Limit, long? Before)
{
    private const int Default = 100;
    private const int Most = 500;

    /// <summary>One row more than asked for is read: it tells whether there is a next page.</summary>
    public int Rows => Limit + 1;

    public static Page Read(ParameterReader parameters)
    {
        var limit = parameters.Integer("limit", 1, Most) ?? Default;
        if (parameters.Optional("after", Cursor.Length) is not { } after)
        {
            return new Page(limit, null);
        }

        var before = Cursor.Read(after);
        if (before is null)
        {
            parameters.Fail("after", "no next of a list");
        }

        return new Page(limit, before);
    }

    /// <summary>The rows of the page, and what continues the list.</summary>
    public (IEnumerable<T> Rows, string? Next) Cut<T>(IReadOnlyList<T> rows, Func<T, long> ordinal) =>
        rows.Count > Limit ? (rows.Take(Limit), Cursor.Write(ordinal(rows[Limit - 1]))) : (rows, null);
}
