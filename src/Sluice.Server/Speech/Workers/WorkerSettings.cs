using Sluice.Server.Children;

namespace Sluice.Server.Speech.Workers;

/// <summary>How recognisers' processes are run.</summary>
/// <param name="Program">What they run.</param>
/// <param name="Sandbox">What they run in.</param>
/// <param name="DataFolder">What they may not see.</param>
/// <param name="Memory">Address space of each in bytes.</param>
/// <param name="LoadTimeout">How long one may take to load its model.</param>
/// <param name="Timeout">How long one may take over a piece of sound.</param>
internal sealed record WorkerSettings(
    WorkerProgram Program, SandboxMode Sandbox, string DataFolder, long Memory, TimeSpan LoadTimeout, TimeSpan Timeout);
