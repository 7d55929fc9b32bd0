namespace Sluice.Server.Children;

/// <summary>What keeps a decoder that a hostile stream has taken over from the rest of the machine.</summary>
internal enum SandboxMode
{
    /// <summary>The strongest that works on this machine.</summary>
    Auto,

    /// <summary>
    /// bubblewrap: a view of the machine that holds programs and libraries only, read-only, with no other process in it; and all that
    /// <see cref="Setpriv"/> does.
    /// </summary>
    Bwrap,

    /// <summary>util-linux: no privileges, another user when the server is root, limits of memory, files and descriptors.</summary>
    Setpriv,

    /// <summary>Nothing: for where the operator confines the whole server.</summary>
    None,
}
