using Microsoft.Extensions.Options;

namespace Sluice.Server;

/// <summary>Reports every error of <see cref="ServerOptions"/>.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var errors = new List<string>();
        if (options.Node.Length is 0 or > 16 || !options.Node.All(char.IsAsciiLetterOrDigit))
        {
            errors.Add($"{ServerOptions.Section}:Node: must be 1 to 16 letters and digits, but is '{options.Node}'");
        }

        for (var i = 0; i < options.Languages.Count; i++)
        {
            if (!ServerOptions.AllLanguages.Contains(options.Languages[i]))
            {
                errors.Add($"{ServerOptions.Section}:Languages:{i}: must be zh, en or ar, but is '{options.Languages[i]}'");
            }
        }

        if (options.PublicUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.Query.Length + url.Fragment.Length > 0))
        {
            errors.Add($"{ServerOptions.Section}:PublicUrl: must be an http or https URL without query");
        }

        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
        {
            errors.Add($"{ServerOptions.Section}:TimeZone: '{options.TimeZone}' is not known on this machine");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
