using Microsoft.Extensions.Options;

namespace Sluice.Server.Streams;

/// <summary>Reports every error of <see cref="StreamsOptions"/>.</summary>
internal sealed class StreamsOptionsValidator : IValidateOptions<StreamsOptions>
{
    public ValidateOptionsResult Validate(string? name, StreamsOptions options)
    {
        var errors = new List<string>();
        if (options.RememberFor < TimeSpan.FromMinutes(1))
        {
            errors.Add($"{StreamsOptions.Section}:RememberFor: must be at least 1 minute");
        }

        if (options.DrainFor < TimeSpan.Zero || options.DrainFor > TimeSpan.FromMinutes(1))
        {
            errors.Add($"{StreamsOptions.Section}:DrainFor: must be from 0 to 1 minute");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
