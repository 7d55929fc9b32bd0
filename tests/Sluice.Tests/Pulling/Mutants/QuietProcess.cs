namespace Sluice.Tests.Pulling.Mutants;

/// <summary>Tests that look at what the whole process holds: they run when no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class QuietProcess
{
    public const string Name = "quiet process";
}
