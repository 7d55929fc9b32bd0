using Microsoft.Extensions.Options;

namespace Sluice.Server.Evidence;

/// <summary>Reports every value of <see cref="EvidenceOptions"/> that cannot work.</summary>
internal sealed class EvidenceOptionsValidator : IValidateOptions<EvidenceOptions>
{
    private static readonly TimeSpan TenYears = TimeSpan.FromDays(3650);

    public ValidateOptionsResult Validate(string? name, EvidenceOptions options)
    {
        var errors = new List<string>();

        Check(nameof(options.MaxAge), options.MaxAge, TimeSpan.FromSeconds(1), TenYears);
        Check(nameof(options.UrlLifetime), options.UrlLifetime, TimeSpan.FromSeconds(1), TenYears);
        Check(nameof(options.SweepInterval), options.SweepInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (options.MaxBytes < 0)
        {
            errors.Add($"{EvidenceOptions.Section}:{nameof(options.MaxBytes)}: must not be negative, but is {options.MaxBytes}");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string property, TimeSpan value, TimeSpan from, TimeSpan to)
        {
            if (value < from || value > to)
            {
                errors.Add($"{EvidenceOptions.Section}:{property}: must be from {from} to {to}, but is {value}");
            }
        }
    }
}
