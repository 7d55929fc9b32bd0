namespace Sluice.Server.Children;

/// <summary>The namespaces that a child is born into. Default: the server's own.</summary>
/// <param name="processes">Null: the server's own, unless there is to be a new one.</param>
/// <param name="network">What the child can reach; null: what the server can.</param>
/// <param name="isNew">A process namespace begins with the child.</param>
internal readonly struct Birthplace(ProcessNamespace? processes, ChildNetwork? network, bool isNew = false)
{
    private const string OwnProcesses = "/proc/self/ns/pid";
    public const string OwnNetwork = "/proc/thread-self/ns/net";

    /// <summary>
    /// Until the visit is disposed of, what this thread starts is born there. The thread cannot start other threads meanwhile, since
    /// those cannot be of another process namespace than it: do nothing but start the child.
    /// </summary>
    /// <exception cref="ChildStartException">It cannot be entered.</exception>
    public NamespaceVisit EnterProcesses() =>
        processes is not null ? new(processes.Handle, OwnProcesses, Libc.NewProcessNamespace)
        : isNew ? new(null, OwnProcesses, Libc.NewProcessNamespace)
        : default;

    /// <inheritdoc cref="EnterProcesses"/>
    public NamespaceVisit EnterNetwork() => network?.Handle is { } handle ? new(handle, OwnNetwork, Libc.NewNetworkNamespace) : default;
}
