using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Children;

/// <summary>A thread's stay in a namespace that is not the server's. Disposing it brings the thread back. Default: no stay.</summary>
internal readonly ref struct NamespaceVisit
{
    private readonly SafeFileHandle? _home;
    private readonly int _kind;

    /// <param name="there">Null: one that is made for the visit.</param>
    /// <param name="own">The file of the server's own.</param>
    /// <param name="kind">What of clone(2) makes one.</param>
    /// <exception cref="ChildStartException">It cannot be entered; the thread is where it was.</exception>
    public NamespaceVisit(SafeFileHandle? there, string own, int kind)
    {
        _kind = kind;
        try
        {
            _home = File.OpenHandle(own);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ChildStartException($"A namespace of children could not be entered: {e.Message}");
        }

        // Who is administrator of a part of the machine alone may leave a namespace of the whole and not return. Then nobody leaves.
        if (Libc.EnterNamespace((int)_home.DangerousGetHandle(), kind) == 0
            && (there is null ? Libc.Unshare(kind) : Libc.EnterNamespace((int)there.DangerousGetHandle(), kind)) == 0)
        {
            return;
        }

        var error = Marshal.GetLastPInvokeError();
        _home.Dispose();
        throw new ChildStartException($"A namespace of children could not be entered: error {error}.");
    }

    public void Dispose()
    {
        if (_home is null)
            return;
        if (Libc.EnterNamespace((int)_home.DangerousGetHandle(), _kind) != 0)
            Environment.FailFast($"The way back to the server's own namespace is barred: error {Marshal.GetLastPInvokeError()}.");
        _home.Dispose();
    }
}
