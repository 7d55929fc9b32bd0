using System.Runtime.InteropServices;
using System.Text;

namespace Sluice.Server.Children;

/// <summary>One posix_spawn: fills in what it takes and frees it again.</summary>
internal static unsafe class NativeSpawn
{
    // Nothing of the server's environment: it may hold secrets, and proxies that would lead a pull around the server. No no_proxy,
    // not even an empty one: ffmpeg takes that as the end of every name, and goes around the proxy where a name ends in a dot.
    private static readonly string[] BareEnvironment =
        ["PATH=/usr/local/bin:/usr/bin:/bin", "LANG=C", "LC_ALL=C", "HOME=/nonexistent"];

    /// <summary>Starts the program and returns its pid.</summary>
    /// <param name="command">The program's full path, then its arguments.</param>
    /// <param name="more">Added to the bare environment, as <c>name=value</c>.</param>
    /// <param name="input">The descriptor that becomes its 0; null: nothing can be read.</param>
    /// <param name="output">The descriptor that becomes its 1.</param>
    /// <param name="errors">The descriptor that becomes its 2.</param>
    /// <param name="birthplace">Where it is born; default: beside the server.</param>
    /// <exception cref="ChildStartException">It could not be started.</exception>
    public static int Start(IReadOnlyList<string> command, IReadOnlyList<string> more, int? input, int output, int errors, Birthplace birthplace)
    {
        var actions = stackalloc byte[Libc.OpaqueSize];
        var attributes = stackalloc byte[Libc.OpaqueSize];
        var signals = stackalloc byte[Libc.SignalSetSize];
        var arguments = Strings(command);
        var environment = Strings([.. BareEnvironment, .. more]);
        try
        {
            _ = Libc.InitActions(actions);
            _ = Libc.InitAttributes(attributes);
            if (input is { } readable)
            {
                _ = Libc.AddDuplicate(actions, readable, 0);
            }
            else
            {
                fixed (byte* nothing = "/dev/null\0"u8)
                {
                    _ = Libc.AddOpen(actions, 0, nothing, 0, 0);
                }
            }

            _ = Libc.AddDuplicate(actions, output, 1);
            _ = Libc.AddDuplicate(actions, errors, 2);
            _ = Libc.AddCloseFrom(actions, 3);

            // The runtime ignores SIGPIPE and blocks some signals; a child would inherit both.
            _ = Libc.SetFlags(attributes, Libc.SetProcessGroup | Libc.SetSignalDefaults | Libc.SetSignalMask);
            _ = Libc.SetGroup(attributes, 0);
            new Span<byte>(signals, Libc.SignalSetSize).Clear();
            _ = Libc.SetMask(attributes, signals);
            new Span<byte>(signals, Libc.SignalSetSize).Fill(0xFF);
            _ = Libc.SetDefaults(attributes, signals);

            int pid, error;
            using (birthplace.EnterNetwork())
            using (birthplace.EnterProcesses())
                error = Libc.Spawn(&pid, arguments[0], actions, attributes, arguments, environment);
            return error == 0 ? pid : throw new ChildStartException($"{command[0]} could not be started: error {error}.");
        }
        finally
        {
            _ = Libc.DestroyActions(actions);
            _ = Libc.DestroyAttributes(attributes);
            Free(arguments);
            Free(environment);
        }
    }

    private static byte** Strings(IReadOnlyList<string> values)
    {
        var array = (byte**)NativeMemory.AllocZeroed((nuint)values.Count + 1, (nuint)sizeof(byte*));
        for (var i = 0; i < values.Count; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(values[i]);
            array[i] = (byte*)NativeMemory.AllocZeroed((nuint)bytes.Length + 1);
            bytes.CopyTo(new Span<byte>(array[i], bytes.Length));
        }

        return array;
    }

    private static void Free(byte** values)
    {
        for (var i = 0; values[i] is not null; i++)
            NativeMemory.Free(values[i]);
        NativeMemory.Free(values);
    }
}
