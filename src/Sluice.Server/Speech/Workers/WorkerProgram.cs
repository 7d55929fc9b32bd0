using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Workers;

/// <summary>What a recogniser's process runs: this product's own program, with a command that nobody types.</summary>
/// <param name="Program">Full path.</param>
/// <param name="Arguments">Before the command's own.</param>
/// <param name="Folders">What it is made of, beside the program itself.</param>
internal sealed record WorkerProgram(string Program, IReadOnlyList<string> Arguments, IReadOnlyList<string> Folders)
{
    public const string Command = "speech-worker";

    /// <summary>With it the command ends at once: whether the program runs is all that is asked.</summary>
    public const string Trial = "--try";

    private const string Name = "sluice";

    /// <summary>
    /// A small heap, and nothing that writes files or lets others look in: where the process runs nothing of that is allowed. The library of
    /// the models would tell its makers.
    /// </summary>
    public static IReadOnlyList<string> Environment { get; } =
    [
        "DOTNET_GCHeapHardLimit=0x8000000", "DOTNET_gcConcurrent=0", "DOTNET_EnableWriteXorExecute=0", "DOTNET_EnableDiagnostics=0",
        "DOTNET_TieredPGO=0", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1", "ORT_DISABLE_TELEMETRY=1", "MALLOC_ARENA_MAX=1",
    ];

    /// <summary>The program beside this one. A framework-dependent one is run by the runtime that runs this one.</summary>
    public static WorkerProgram Find()
    {
        var folder = AppContext.BaseDirectory.TrimEnd('/');
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var assembly = Path.Combine(folder, $"{Name}.dll");
        return File.Exists(runtime) && File.Exists(assembly)
            ? new WorkerProgram(runtime, [assembly, Command], [folder])
            : new WorkerProgram(Path.Combine(folder, Name), [Command], [folder]);
    }
}
