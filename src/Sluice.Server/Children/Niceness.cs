namespace Sluice.Server.Children;

/// <summary>
/// Children give way to the server: where all streams have a keyframe at once, a close does not wait for its turn among their decoders. By
/// nice(1), and not by the thread that starts them: threads of the runtime's pool are made by whoever has work for them, and inherit it.
/// </summary>
internal static class Niceness
{
    /// <summary>More than the server has: a child gets a quarter of a processor that the server wants all of, and all of one that nobody else wants.</summary>
    public const int Steps = 5;

    private const string Program = "/usr/bin/nice";

    /// <summary>What a command begins with. Empty: the program is not there, and children are as the server is.</summary>
    public static IReadOnlyList<string> Prefix { get; } = File.Exists(Program) ? [Program, "-n", $"{Steps}"] : [];
}
