namespace Sluice.Server.Children;

/// <summary>Children give way to the server: where all streams have a keyframe at once, a close does not wait for its turn among their decoders.</summary>
internal static class Niceness
{
    /// <summary>More than the server has: a child gets a quarter of a processor that the server wants all of, and all of one that nobody else wants.</summary>
    public const int Steps = 5;

    private const int Most = 19;

    /// <summary>
    /// Of what has just been started, and so of all that it starts. Not of the thread that starts it, which would be simpler: threads of the
    /// runtime's pool are made by whoever has work for them, and inherit it.
    /// </summary>
    /// <param name="group">A process group.</param>
    public static void GiveWay(int group) => _ = Libc.SetPriority(
        Libc.PriorityOfGroup, group, Math.Min(Most, Libc.GetPriority(Libc.PriorityOfProcess, Environment.ProcessId) + Steps));
}
