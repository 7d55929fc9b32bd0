using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Sluice.Tests.Evidence;

/// <summary>Sees files as a user sees them to whom modes apply: root reads every folder.</summary>
[UnsupportedOSPlatform("windows")]
internal static partial class OtherUser
{
    private const uint Nobody = 65534;

    /// <summary>Lets everybody read what is there now.</summary>
    public static void Open(string folder)
    {
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories).Prepend(folder))
            File.SetUnixFileMode(inner, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Runs it on a thread of its own, since the kernel keeps the user for files by thread.</summary>
    public static void Run(Action action)
    {
        var thread = new Thread(() =>
        {
            if (Environment.IsPrivilegedProcess)
                _ = SetUserForFiles(Nobody);
            action();
        });
        thread.Start();
        thread.Join();
    }

    [LibraryImport("libc", EntryPoint = "setfsuid")]
    private static partial int SetUserForFiles(uint user);
}
