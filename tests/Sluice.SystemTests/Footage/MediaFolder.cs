using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Footage;

/// <summary>Real footage, which is no part of the repository: it may lie beside the checkout.</summary>
internal static class MediaFolder
{
    /// <summary>The path of a file; the test is skipped when the footage is not there.</summary>
    public static string Require(string name)
    {
        var file = Path.GetFullPath(Path.Combine(Checkout.Root, "..", "shared", "media", name));
        Assert.SkipUnless(File.Exists(file), $"the footage {name} is not there: it belongs into ../shared/media beside the checkout");
        return file;
    }
}
