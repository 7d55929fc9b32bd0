namespace Sluice.Cli.Demo;

/// <summary>One thing that a demo shows.</summary>
/// <param name="Ok">It happened.</param>
/// <param name="Text">What happened, or what did not.</param>
internal sealed record DemoCheck(bool Ok, string Text);
