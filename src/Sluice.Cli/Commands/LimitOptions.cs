using System.CommandLine;
using Sluice.Server.Api.Keys;

namespace Sluice.Cli.Commands;

/// <summary>The options that name a tenant's limits, each of them optional.</summary>
internal sealed class LimitOptions
{
    /// <summary>A frame a second is the most that a stream has.</summary>
    private const int MostFlood = 1000;

    private readonly Option<int?> _maxQps;
    private readonly Option<int?> _maxStreams;
    private readonly Option<int?> _floodLimit;
    private readonly Option<bool?> _similarityDedup;

    /// <param name="qpsDefault">What is said of calls a second that are not named.</param>
    /// <param name="streamsDefault">The same of streams.</param>
    public LimitOptions(string qpsDefault, string streamsDefault)
    {
        _maxQps = Number("--max-qps", $"Calls a second of the tenant (default: {qpsDefault})", 1, int.MaxValue);
        _maxStreams = Number("--max-streams", $"Concurrent streams of the tenant (default: {streamsDefault})", 1, int.MaxValue);
        _floodLimit = Number(
            "--flood-limit", "Risky results a minute that a stream calls back of one label; 0: any number, as for a new tenant", 0, MostFlood);
        _similarityDedup = new Option<bool?>("--similarity-dedup")
        {
            Description = "Leave out risky frames that look like the one before and say the same; 'false': do not, as for a new tenant",
            HelpName = "true|false",
        };
    }

    public void AddTo(Command command)
    {
        command.Add(_maxQps);
        command.Add(_maxStreams);
        command.Add(_floodLimit);
        command.Add(_similarityDedup);
    }

    public LimitChange Read(ParseResult result) => new()
    {
        MaxQps = result.GetValue(_maxQps),
        MaxStreams = result.GetValue(_maxStreams),
        FloodLimit = result.GetValue(_floodLimit),
        SimilarityDedup = result.GetValue(_similarityDedup),
    };

    private static Option<int?> Number(string name, string description, int least, int most)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "N", CustomParser = CommonOptions.ReadWholeNumber };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var value) && (value < least || value > most))
                result.AddError(value < least ? $"{name}: must be at least {least}" : $"{name}: must be at most {most}");
        });
        return option;
    }
}
