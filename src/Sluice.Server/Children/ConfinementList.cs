using System.Globalization;

namespace Sluice.Server.Children;

/// <summary>The ways to confine a program with the tools of a machine, strongest first. Whether one works is for a trial to say.</summary>
internal static class ConfinementList
{
    // Of user and group: "nobody" has this number everywhere.
    private const string Nobody = "65534";

    /// <param name="mode">Which are wanted.</param>
    /// <param name="tools">What there is.</param>
    /// <param name="view">What bubblewrap shows; asked for only when it is there.</param>
    /// <param name="memory">Bytes of address space.</param>
    public static IEnumerable<Confinement> Of(SandboxMode mode, ConfinementTools tools, Func<IReadOnlyList<string>> view, long memory)
    {
        if (tools is { Setpriv: { } setpriv, Prlimit: { } prlimit } && mode != SandboxMode.None)
        {
            string[] limits =
            [
                prlimit,
                string.Create(CultureInfo.InvariantCulture, $"--as={memory}"),
                "--nofile=64", "--fsize=0", "--core=0", "--",
            ];
            string[] unprivileged = [setpriv, "--no-new-privs", "--pdeathsig", "KILL"];
            string[] nobody =
            [
                "--reuid", Nobody, "--regid", Nobody, "--clear-groups",
                "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all",
            ];
            string[] user = tools.IsRoot ? nobody : [];
            var rights = tools.IsRoot ? "user nobody, no capabilities" : "no new privileges";
            if (tools.Bwrap is { } bwrap && mode != SandboxMode.Setpriv)
            {
                yield return new Confinement(
                    SandboxMode.Bwrap,
                    $"bwrap: programs and libraries only, read-only; {rights}, limits",
                    [bwrap, .. view(), "--", .. unprivileged, .. user, "--", .. limits]);
            }

            if (mode != SandboxMode.Bwrap)
            {
                yield return new Confinement(SandboxMode.Setpriv, $"setpriv: {rights}, limits", [.. unprivileged, .. user, "--", .. limits]);
                if (mode == SandboxMode.Auto && tools.IsRoot)
                {
                    // An ffmpeg in a folder that only root may enter.
                    yield return new Confinement(
                        SandboxMode.Setpriv,
                        "setpriv: limits only; decoders run as root, since nobody else may run ffmpeg",
                        [.. unprivileged, "--", .. limits])
                    { KeepsRights = true };
                }
            }
        }

        if (mode is SandboxMode.Auto or SandboxMode.None)
        {
            yield return Confinement.None;
        }
    }
}
