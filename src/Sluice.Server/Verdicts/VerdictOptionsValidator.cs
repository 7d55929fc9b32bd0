using Microsoft.Extensions.Options;

namespace Sluice.Server.Verdicts;

/// <summary>Names every setting of <see cref="VerdictOptions"/> that cannot be. What is in the file is the file's matter.</summary>
internal sealed class VerdictOptionsValidator : IValidateOptions<VerdictOptions>
{
    public ValidateOptionsResult Validate(string? name, VerdictOptions options) =>
        options.PolicyFile is { } file && (string.IsNullOrWhiteSpace(file) || file.Contains('\0'))
            ? ValidateOptionsResult.Fail($"{VerdictOptions.Section}:{nameof(options.PolicyFile)}: must name a file")
            : ValidateOptionsResult.Success;
}
