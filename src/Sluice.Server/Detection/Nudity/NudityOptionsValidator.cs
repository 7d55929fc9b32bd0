using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Nudity;

/// <summary>Names every setting of <see cref="NudityOptions"/> that is out of range.</summary>
internal sealed class NudityOptionsValidator : IValidateOptions<NudityOptions>
{
    public ValidateOptionsResult Validate(string? name, NudityOptions options)
    {
        List<string> errors = [];
        Probability(nameof(options.RejectFrom), options.RejectFrom);
        Probability(nameof(options.ReviewFrom), options.ReviewFrom);
        Probability(nameof(options.SexyFrom), options.SexyFrom);
        Probability(nameof(options.DoubtFrom), options.DoubtFrom);
        Probability(nameof(options.SureFrom), options.SureFrom);
        Ordered(nameof(options.ReviewFrom), options.ReviewFrom, nameof(options.RejectFrom), options.RejectFrom);
        Ordered(nameof(options.DoubtFrom), options.DoubtFrom, nameof(options.SureFrom), options.SureFrom);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Probability(string setting, double value)
        {
            if (value is not (>= 0 and <= 1))
            {
                errors.Add($"{NudityOptions.Section}:{setting}: must be from 0 to 1");
            }
        }

        void Ordered(string setting, double value, string upper, double most)
        {
            if (value > most)
            {
                errors.Add($"{NudityOptions.Section}:{setting}: must be at most {upper}");
            }
        }
    }
}
