namespace Sluice.Cli.Judging;

/// <summary>Says what frames and sound came to.</summary>
internal interface IJudgementPrinter
{
    /// <summary>Called for each frame, in order.</summary>
    Task PrintAsync(JudgedMedia judged);

    /// <summary>Called for each 10 s of sound, in order.</summary>
    Task PrintAsync(JudgedSound judged);

    /// <summary>Called when there are no more.</summary>
    Task EndAsync();
}
