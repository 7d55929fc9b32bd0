namespace Sluice.Server.Children;

/// <summary>
/// What decodes and what judges gives way to what answers: where all streams have a keyframe at once, a close does not wait for its turn
/// among them.
/// </summary>
internal static class Niceness
{
    /// <summary>Of 19: what gives way gets a quarter of a processor that something else wants all of, and all of one that nothing else wants.</summary>
    public const int Steps = 5;

    /// <summary>Of the calling thread alone, and of all processes that it starts (setpriority(2), "C library/kernel differences").</summary>
    public static void GiveWay() => _ = Libc.SetPriority(Libc.PriorityOfProcess, 0, Math.Min(19, Libc.GetPriority(Libc.PriorityOfProcess, 0) + Steps));
}
