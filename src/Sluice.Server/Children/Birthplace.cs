using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.Children;

/// <summary>The process namespace that a child is born into: this thread's own, an anew one, or one that there is.</summary>
internal readonly struct Birthplace
{
    private readonly ProcessNamespace? _there;
    private readonly bool _isNew;

    private Birthplace(ProcessNamespace? there, bool isNew)
    {
        _there = there;
        _isNew = isNew;
    }

    /// <summary>One that begins with the child.</summary>
    public static Birthplace Anew => new(null, isNew: true);

    /// <param name="there">Null: the server's own.</param>
    public static Birthplace In(ProcessNamespace? there) => new(there, isNew: false);

    /// <summary>
    /// Until the visit is disposed of, what this thread starts is born there. The thread cannot start other threads meanwhile, since
    /// those cannot be of another namespace than it: do nothing but start the child.
    /// </summary>
    /// <exception cref="ChildStartException">It cannot be entered.</exception>
    public Visit Enter() => _there is null && !_isNew ? default : new Visit(_there);

    internal readonly ref struct Visit
    {
        private readonly SafeFileHandle? _home;

        public Visit(ProcessNamespace? there)
        {
            _home = File.OpenHandle("/proc/self/ns/pid");
            var entered = there is null
                ? Libc.Unshare(Libc.NewProcessNamespace)
                : Libc.EnterNamespace((int)there.Handle.DangerousGetHandle(), Libc.NewProcessNamespace);
            if (entered == 0)
                return;
            var error = Marshal.GetLastPInvokeError();
            _home.Dispose();
            throw new ChildStartException($"The process namespace of children could not be entered: error {error}.");
        }

        public void Dispose()
        {
            if (_home is null)
                return;
            if (Libc.EnterNamespace((int)_home.DangerousGetHandle(), Libc.NewProcessNamespace) != 0)
                Environment.FailFast($"The way back to the server's own process namespace is barred: error {Marshal.GetLastPInvokeError()}.");
            _home.Dispose();
        }
    }
}
