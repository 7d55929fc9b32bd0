namespace Sluice.Cli.Judging;

/// <summary>Judges what there is in files of what is wanted: frames, sound, or both.</summary>
/// <param name="frames">Null: none are wanted.</param>
/// <param name="sound">Null: none is wanted.</param>
/// <param name="printer">Says what they came to.</param>
internal sealed class MediaJudge(FileJudge? frames, SoundJudge? sound, IJudgementPrinter printer)
{
    /// <summary>Some sound was not silent.</summary>
    public bool HasHeard { get; private set; }

    /// <exception cref="MediaFileException">After what could be read: there was nothing of what is wanted, or the file is damaged.</exception>
    public async Task JudgeAsync(string file, CancellationToken cancellationToken)
    {
        MediaFileException? without = null;
        if (frames is not null)
        {
            try
            {
                await foreach (var judged in frames.JudgeAsync(file, cancellationToken))
                    await printer.PrintAsync(judged);
            }
            catch (MediaFileException other) when (other.IsOther && sound is not null)
            {
                without = other;
            }
        }

        if (sound is null)
            return;
        try
        {
            await foreach (var judged in sound.JudgeAsync(file, cancellationToken))
            {
                HasHeard |= judged.Heard.HasVoice;
                await printer.PrintAsync(judged);
            }
        }
        catch (MediaFileException other) when (other.IsOther && frames is not null)
        {
            if (without is not null)
                throw new MediaFileException($"{without.Message}, and {other.Message}");
        }
    }
}
