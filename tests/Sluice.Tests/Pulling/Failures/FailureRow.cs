using System.Text.RegularExpressions;
using Sluice.Tests.Hosting;

namespace Sluice.Tests.Pulling.Failures;

/// <summary>A row of the table of failures in docs/operations.md.</summary>
/// <param name="Name">What the source does.</param>
/// <param name="Detail">What the log says; <c>…</c> stands for a number or an address.</param>
/// <param name="ErrorCode">What the end callback carries when that was the last failure, or nothing.</param>
/// <param name="IsTriedAgain">The source is pulled again.</param>
internal sealed partial record FailureRow(string Name, string Detail, string ErrorCode, bool IsTriedAgain)
{
    public static IReadOnlyList<FailureRow> Documented { get; } =
    [
        .. Row().Matches(File.ReadAllText(Path.Combine(DocumentationTests.Root, "docs", "operations.md")))
            .Select(row => new FailureRow(row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value, row.Groups[4].Value == "yes")),
    ];

    /// <summary>The log's sentence is the row's.</summary>
    public bool Says(string detail) =>
        Regex.IsMatch(detail, "^" + Regex.Escape(Detail).Replace("…", @"[\d.]+", StringComparison.Ordinal) + "$");

    [GeneratedRegex(@"^\| ([^|`]+) \| `([^|`]+)` \| (\d{4}|–) \| (yes|no) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
