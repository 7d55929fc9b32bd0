using Microsoft.Extensions.Options;

namespace Sluice.Server.Egress;

/// <summary>Reports every entry of <see cref="EgressOptions.Allow"/> that is no network.</summary>
internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        var errors = new List<string>();
        for (var i = 0; i < options.Allow.Length; i++)
        {
            if (!AllowedNetwork.TryParse(options.Allow[i], out _, out var problem))
            {
                errors.Add($"{EgressOptions.Section}:Allow:{i}: {problem}");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
