using Microsoft.Extensions.Logging;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>
/// Puts into force what the policy's file says, and again when it says something else. What has errors is named and left: the policy
/// before it stays. One caller at a time.
/// </summary>
internal sealed partial class PolicyKeeper(
    PolicyFile file,
    PolicyReader reader,
    ConfiguredRules configured,
    CurrentPolicy current,
    PolicyMetrics metrics,
    ILogger<PolicyKeeper> logger)
{
    private const int MostLogged = 20;

    private string? _inForce;
    private string? _seen;
    private string? _refused;

    /// <summary>Puts the file into force as it is now.</summary>
    /// <returns>Every error, each naming its file, line and place; none: it is in force.</returns>
    public IReadOnlyList<string> Load()
    {
        var content = file.Read();
        _seen = content.Key;
        return Apply(content);
    }

    /// <summary>
    /// Looks whether the file says something else. What it says is put into force once two looks in a row have found it, so that nothing that
    /// is half written counts.
    /// </summary>
    public void Look()
    {
        var content = file.Read();
        var isSettled = content.Key == _seen;
        _seen = content.Key;
        if (!isSettled || content.Key == _refused)
        {
            return;
        }

        if (content.Key == _inForce)
        {
            if (_refused is not null)
            {
                _refused = null;
                metrics.IsRefused = false;
                LogRestored(file.Path, current.Set.Version);
            }

            return;
        }

        if (Apply(content) is not { Count: > 0 } errors)
        {
            _refused = null;
            metrics.OnLoaded();
            LogInForce();
            return;
        }

        _refused = content.Key;
        metrics.OnRefused();
        LogRefused(current.Set.Version, string.Join("; ", errors.Take(MostLogged)), errors.Count);
    }

    public void LogInForce() =>
        LogLoaded(current.Set.Version == PolicySet.BuiltInVersion ? "the one built in" : file.Path, current.Set.Version, current.Set.Overrides.Count);

    private IReadOnlyList<string> Apply(PolicyContent content)
    {
        if (content.Problem is { } problem)
        {
            return [$"{file.Path}: {problem}"];
        }

        var reading = content.Json is { } json
            ? reader.Read(json, content.Version, Path.GetFileName(file.Path))
            : new PolicyReading(PolicySet.BuiltIn(configured), []);
        if (reading.Set is { } set)
        {
            current.Set = set;
            _inForce = content.Key;
        }

        return [.. reading.Errors.Select(error => error.In(file.Path))];
    }
}
