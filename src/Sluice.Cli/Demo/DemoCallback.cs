using Sluice.Cli.Callbacks;

namespace Sluice.Cli.Demo;

/// <summary>A callback of the demo's stream.</summary>
/// <param name="Line">What it says.</param>
/// <param name="Received">When it came.</param>
/// <param name="SinceSubmission">The same, from the submission.</param>
internal sealed record DemoCallback(CallbackLine Line, ReceivedCallback Received, TimeSpan SinceSubmission);
