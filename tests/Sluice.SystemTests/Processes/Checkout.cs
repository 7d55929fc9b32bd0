namespace Sluice.SystemTests.Processes;

/// <summary>The checkout that these tests were built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>A picture that the tests share.</summary>
    public static string Picture(string name) => Path.Combine(Root, "tests", "Sluice.Tests", "Pictures", name);

    private static string Find()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Sluice.slnx")))
            root = Path.GetDirectoryName(root);
        return root ?? throw new InvalidOperationException("the tests do not lie in a checkout");
    }
}
