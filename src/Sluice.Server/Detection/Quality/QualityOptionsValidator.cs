using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Quality;

/// <summary>Names every setting of <see cref="QualityOptions"/> that is out of range.</summary>
internal sealed class QualityOptionsValidator : IValidateOptions<QualityOptions>
{
    public ValidateOptionsResult Validate(string? name, QualityOptions options)
    {
        List<string> errors = [];
        Check(nameof(options.BlurFrom), options.BlurFrom is > SharpnessMeter.Sharp and <= 20, "must be more than 0.65, and at most 20");
        Check(nameof(options.BlackBelow), options.BlackBelow is >= 0 and <= 255, "must be from 0 to 255");
        Check(nameof(options.WhiteAbove), options.WhiteAbove is >= 0 and <= 255, "must be from 0 to 255");
        Check(nameof(options.WhiteAbove), options.WhiteAbove > options.BlackBelow, $"must be more than {nameof(options.BlackBelow)}");
        Check(
            nameof(options.FrozenAfter),
            options.FrozenAfter >= TimeSpan.FromSeconds(1) && options.FrozenAfter <= TimeSpan.FromDays(1),
            "must be from 00:00:01 to 1.00:00:00");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string setting, bool isRight, string rule)
        {
            if (!isRight)
            {
                errors.Add($"{QualityOptions.Section}:{setting}: {rule}");
            }
        }
    }
}
