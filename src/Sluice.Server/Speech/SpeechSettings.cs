using Sluice.Server.Children;
using Sluice.Server.Speech.Workers;

namespace Sluice.Server.Speech;

/// <summary>All that recognisers are made from.</summary>
/// <param name="Options">Their settings.</param>
/// <param name="DataFolder">What no process of theirs may see.</param>
/// <param name="Time">The clock.</param>
internal sealed record SpeechSettings(SpeechOptions Options, string DataFolder, TimeProvider Time)
{
    public SandboxMode Sandbox { get; init; }

    /// <summary>What recognisers' processes run.</summary>
    public WorkerProgram Program { get; init; } = WorkerProgram.Find();

    public SpeechReports? Reports { get; init; }

    public SpeechMetrics? Metrics { get; init; }

    public WorkerSettings Workers =>
        new(Program, Sandbox, Path.GetFullPath(DataFolder), (long)Options.ProcessMemory << 20, Options.LoadTimeout, Options.Timeout);
}
