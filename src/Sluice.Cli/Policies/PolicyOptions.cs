using System.CommandLine;
using Sluice.Cli.Commands;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Policies;

/// <summary>Which policy, and for whom: options of commands that go by one.</summary>
internal sealed class PolicyOptions
{
    private const int HighestLevel = 4;

    private readonly Option<string?> _file = new("--policy") { Description = "The policy's file (default: that of the settings in the data folder)", HelpName = "FILE" };
    private readonly Option<string?> _tenant = new("--tenant") { Description = "For this tenant", HelpName = "NAME" };
    private readonly Option<string?> _app = new("--app") { Description = "For this appId", HelpName = "ID" };
    private readonly Option<string?> _event = new("--event") { Description = "For this eventId", HelpName = "ID" };
    private readonly Option<string?> _room = new("--room") { Description = "For this room", HelpName = "ROOM" };
    private readonly Option<int?> _level = new("--level")
    {
        Description = $"For a user of this level, 0 to {HighestLevel}",
        HelpName = "N",
        CustomParser = CommonOptions.ReadWholeNumber,
    };

    public PolicyOptions() => _level.Validators.Add(result =>
    {
        if (result.GetValue(_level) is < 0 or > HighestLevel)
            result.AddError($"--level: must be from 0 to {HighestLevel}");
    });

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_file, _tenant, _app, _event, _room, _level])
            command.Add(option);
    }

    /// <summary>As a full path; null: not given.</summary>
    public string? FileOf(ParseResult result) => result.GetValue(_file) is { } file ? Path.GetFullPath(file) : null;

    public PolicyScope ScopeOf(ParseResult result) => new()
    {
        Tenant = result.GetValue(_tenant),
        App = result.GetValue(_app),
        Event = result.GetValue(_event),
        Room = result.GetValue(_room),
        Level = result.GetValue(_level),
    };
}
