using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Sound;

/// <summary>Names every setting of <see cref="SoundOptions"/> that is out of range.</summary>
internal sealed class SoundOptionsValidator : IValidateOptions<SoundOptions>
{
    public ValidateOptionsResult Validate(string? name, SoundOptions options)
    {
        List<string> errors = [];
        if (options.VoiceFrom is not (> 0 and <= 1))
        {
            errors.Add($"{SoundOptions.Section}:{nameof(options.VoiceFrom)}: must be above 0 and at most 1");
        }

        if (options.VoiceFor < VoiceDetector.Step || options.VoiceFor > TimeSpan.FromSeconds(10))
        {
            errors.Add($"{SoundOptions.Section}:{nameof(options.VoiceFor)}: must be from 00:00:00.032 to 00:00:10");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
