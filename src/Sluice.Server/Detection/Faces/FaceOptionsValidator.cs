using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Faces;

/// <summary>Names every setting of <see cref="FaceOptions"/> that is out of range.</summary>
internal sealed class FaceOptionsValidator : IValidateOptions<FaceOptions>
{
    private const int MostDescribed = 100;

    public ValidateOptionsResult Validate(string? name, FaceOptions options)
    {
        List<string> errors = [];
        Probability(nameof(options.DetectFrom), options.DetectFrom);
        Probability(nameof(options.CheckFrom), options.CheckFrom);
        Probability(nameof(options.MatchFrom), options.MatchFrom);
        if (options.MaxDescribed is < 1 or > MostDescribed)
        {
            errors.Add($"{FaceOptions.Section}:{nameof(options.MaxDescribed)}: must be from 1 to {MostDescribed}");
        }

        if (options.Gallery is not null && string.IsNullOrWhiteSpace(options.Gallery))
        {
            errors.Add($"{FaceOptions.Section}:{nameof(options.Gallery)}: must name a folder");
        }

        if (options.CompareTimeout < TimeSpan.FromMilliseconds(100) || options.CompareTimeout > TimeSpan.FromMinutes(1))
        {
            errors.Add($"{FaceOptions.Section}:{nameof(options.CompareTimeout)}: must be from 00:00:00.100 to 00:01:00");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Probability(string setting, double value)
        {
            if (value is not (> 0 and < 1))
            {
                errors.Add($"{FaceOptions.Section}:{setting}: must be above 0 and below 1");
            }
        }
    }
}
