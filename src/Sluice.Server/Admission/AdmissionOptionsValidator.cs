using Microsoft.Extensions.Options;

namespace Sluice.Server.Admission;

/// <summary>Names every setting of <see cref="AdmissionOptions"/> that is out of range.</summary>
internal sealed class AdmissionOptionsValidator : IValidateOptions<AdmissionOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, AdmissionOptions options)
    {
        List<string> errors = [];
        if (options.MaxWait < TimeSpan.FromMilliseconds(10) || options.MaxWait > TimeSpan.FromMinutes(1))
        {
            errors.Add($"{AdmissionOptions.Section}:{nameof(options.MaxWait)}: must be from 00:00:00.010 to 00:01:00");
        }

        UpToLongest(nameof(options.FullFor), options.FullFor);
        UpToLongest(nameof(options.RoomFor), options.RoomFor);
        if (options.MaxStreams < 0)
        {
            errors.Add($"{AdmissionOptions.Section}:{nameof(options.MaxStreams)}: must be 0 (no limit) or more");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void UpToLongest(string setting, TimeSpan value)
        {
            if (value < TimeSpan.Zero || value > Longest)
            {
                errors.Add($"{AdmissionOptions.Section}:{setting}: must be from 0 to 00:10:00");
            }
        }
    }
}
