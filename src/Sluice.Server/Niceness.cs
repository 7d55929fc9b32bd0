using System.Runtime.InteropServices;

namespace Sluice.Server;

/// <summary>
/// Media is decoded and judged at a lower priority than the rest: on a busy machine an answer, and above all a close, does not wait
/// for pictures.
/// </summary>
internal static partial class Niceness
{
    // A third of the weight of a process that has none, as Linux counts it.
    private const int OfMedia = 5;

    /// <summary>Lowers the calling thread, and with it every process that it starts. In Linux this is a thread's own.</summary>
    public static void LowerThisThread() => _ = Nice(OfMedia);

    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int increment);
}
