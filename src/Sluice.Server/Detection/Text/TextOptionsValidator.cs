using Microsoft.Extensions.Options;

namespace Sluice.Server.Detection.Text;

/// <summary>Names every setting of <see cref="TextOptions"/> that is out of range.</summary>
internal sealed class TextOptionsValidator : IValidateOptions<TextOptions>
{
    public ValidateOptionsResult Validate(string? name, TextOptions options)
    {
        List<string> errors = [];
        Require(options.MinProbability is > 0 and <= 1, nameof(options.MinProbability), "must be above 0 and at most 1");
        Require(options.MinArabicProbability is > 0 and <= 1, nameof(options.MinArabicProbability), "must be above 0 and at most 1");
        Require(options.MaxLines is >= 1 and <= 200, nameof(options.MaxLines), "must be from 1 to 200");
        Require(options.MaxCharacters is >= 100 and <= 100_000, nameof(options.MaxCharacters), "must be from 100 to 100000");
        Require(
            options.SearchAgainAfter >= TimeSpan.FromSeconds(1) && options.SearchAgainAfter <= TimeSpan.FromHours(1),
            nameof(options.SearchAgainAfter),
            "must be from 00:00:01 to 01:00:00");
        Require(!string.IsNullOrWhiteSpace(options.TesseractPath), nameof(options.TesseractPath), "must name a program");
        Require(
            options.TesseractTimeout >= TimeSpan.FromMilliseconds(100) && options.TesseractTimeout <= TimeSpan.FromMinutes(1),
            nameof(options.TesseractTimeout),
            "must be from 00:00:00.100 to 00:01:00");
        Require(Enum.IsDefined(options.Sandbox), nameof(options.Sandbox), "must be Auto, Bwrap, Setpriv or None");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Require(bool holds, string setting, string message)
        {
            if (!holds)
            {
                errors.Add($"{TextOptions.Section}:{setting}: {message}");
            }
        }
    }
}
