using Microsoft.Extensions.Options;

namespace Sluice.Server.Egress;

/// <summary>Reports every entry of the lists of <see cref="EgressOptions"/> that is none.</summary>
internal sealed class EgressOptionsValidator : IValidateOptions<EgressOptions>
{
    public ValidateOptionsResult Validate(string? name, EgressOptions options)
    {
        List<string> errors =
        [
            .. Problems(nameof(options.Allow), options.Allow, text => AllowedNetwork.TryParse(text, out _, out var problem) ? null : problem),
            .. Problems(nameof(options.Ports), options.Ports, text => PortList.TryParse(text, out _, out var problem) ? null : problem),
            .. Problems(nameof(options.SourceSchemes), options.SourceSchemes, text => SchemeList.TryFind(text, SchemeList.OfSources, out var problem) ? null : problem),
            .. Problems(nameof(options.CallbackSchemes), options.CallbackSchemes, text => SchemeList.TryFind(text, SchemeList.OfCallbacks, out var problem) ? null : problem),
        ];
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Problems(string key, string[]? entries, Func<string, string?> problemOf) =>
        (entries ?? []).Select((text, i) => (Problem: problemOf(text), Index: i))
            .Where(entry => entry.Problem is not null)
            .Select(entry => $"{EgressOptions.Section}:{key}:{entry.Index}: {entry.Problem}");
}
