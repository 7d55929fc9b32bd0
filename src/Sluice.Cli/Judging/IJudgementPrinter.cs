namespace Sluice.Cli.Judging;

/// <summary>Says what frames came to.</summary>
internal interface IJudgementPrinter
{
    /// <summary>Called for each frame, in order.</summary>
    Task PrintAsync(JudgedMedia judged);

    /// <summary>Called when there are no more.</summary>
    Task EndAsync();
}
