using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Children;

/// <summary>A file without a name, in memory alone, for a child to read from its beginning: on no disk, and no pipe that somebody must fill.</summary>
internal sealed class MemoryFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    /// <exception cref="ChildStartException">There is no room for it.</exception>
    public MemoryFile(ReadOnlySpan<byte> content)
    {
        _handle = Create();
        try
        {
            // Not at the handle's place, which the child shares: that stays at the beginning.
            RandomAccess.Write(_handle, content, fileOffset: 0);
        }
        catch (IOException failure)
        {
            _handle.Dispose();
            throw new ChildStartException($"No file in memory for a child: {failure.Message}");
        }
    }

    public int Descriptor => (int)_handle.DangerousGetHandle();

    public void Dispose() => _handle.Dispose();

    private static unsafe SafeFileHandle Create()
    {
        fixed (byte* name = "sluice\0"u8)
        {
            var descriptor = Libc.CreateMemoryFile(name, Libc.CloseOnExec);
            return descriptor >= 0
                ? new SafeFileHandle(descriptor, ownsHandle: true)
                : throw new ChildStartException($"No file in memory for a child: error {Marshal.GetLastPInvokeError()}.");
        }
    }
}
