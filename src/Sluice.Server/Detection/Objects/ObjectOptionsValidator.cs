using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Objects;

/// <summary>Names every setting of <see cref="ObjectOptions"/> that is out of range.</summary>
internal sealed class ObjectOptionsValidator : IValidateOptions<ObjectOptions>
{
    public ValidateOptionsResult Validate(string? name, ObjectOptions options)
    {
        List<string> errors = [];
        Probability(nameof(options.MinProbability), options.MinProbability);
        Probability(nameof(options.MinBladeProbability), options.MinBladeProbability);
        if (options.MaxOverlap is not (>= 0 and <= 1))
        {
            errors.Add($"{ObjectOptions.Section}:{nameof(options.MaxOverlap)}: must be from 0 to 1");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Probability(string setting, double value)
        {
            if (value is not (> 0 and <= 1))
            {
                errors.Add($"{ObjectOptions.Section}:{setting}: must be above 0 and at most 1");
            }
        }
    }
}
