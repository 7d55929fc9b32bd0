using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Codes;

/// <summary>Names every setting of <see cref="CodeOptions"/> that cannot be.</summary>
internal sealed class CodeOptionsValidator : IValidateOptions<CodeOptions>
{
    public ValidateOptionsResult Validate(string? name, CodeOptions options)
    {
        List<string> errors = [];
        Hosts(nameof(options.AllowedHosts), options.AllowedHosts);
        Hosts(nameof(options.BlockedHosts), options.BlockedHosts);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Hosts(string setting, string[] hosts)
        {
            for (var i = 0; i < hosts.Length; i++)
            {
                if (!HostName.IsName(hosts[i]))
                {
                    errors.Add($"{CodeOptions.Section}:{setting}:{i}: must be a host such as example.com, without scheme, port or path, but is '{hosts[i]}'");
                }
            }
        }
    }
}
