namespace Sluice.Tests.Evidence;

/// <summary>
/// A folder that nobody can read, root included: its path is longer than the system takes. It comes to be by moving a deep tree to
/// the bottom of another.
/// </summary>
internal sealed class UnreadableFolder : IDisposable
{
    // Linux: a name has at most 255 bytes, a path 4096 with its end.
    private const int NameLength = 200;
    private const int PathLength = 4096;

    private readonly string _below;
    private readonly string _bottom;

    public UnreadableFolder(string parent)
    {
        var name = new string('d', NameLength);
        var top = parent;
        while (top.Length + (2 * NameLength) < PathLength)
            top = System.IO.Path.Combine(top, name);
        Directory.CreateDirectory(top);

        _below = parent + "-below";
        Directory.CreateDirectory(System.IO.Path.Combine(_below, name, name));
        _bottom = System.IO.Path.Combine(top, "bottom");
        Directory.Move(_below, _bottom);
        Path = _bottom;
        while (Path.Length + 1 < PathLength)
            Path = System.IO.Path.Combine(Path, name);
    }

    /// <summary>What is named when it is read.</summary>
    public string Path { get; }

    /// <summary>Moves it back, so that all can be removed.</summary>
    public void Dispose() => Directory.Move(_bottom, _below);
}
