using System.CommandLine;
using Sluice.Cli.Lists;
using Sluice.Server.Lists;
using Sluice.Server.Storage;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice lists create</c>: makes a list without entries.</summary>
internal sealed class ListsCreateCommand : Command
{
    private readonly TimeProvider _time;
    private readonly ListTarget _target;
    private readonly Argument<string> _name = ListTarget.Name();
    private readonly Option<string> _kind = new Option<string>("--kind") { Description = "What it holds", Required = true }.AcceptOnlyFromAmong(ListNames.Kinds);
    private readonly Option<string> _colour =
        new Option<string>("--colour") { Description = "black: a risk (default); white: no risk, whatever else says so", DefaultValueFactory = _ => "black" }
            .AcceptOnlyFromAmong(ListNames.Colours);

    private readonly Option<string?> _mode = new Option<string?>("--mode") { Description = "How words are looked for (default: exact)" }.AcceptOnlyFromAmong(ListNames.Modes);
    private readonly Option<string?> _level =
        new Option<string?>("--level") { Description = "Of a black list: what a hit is (default: REJECT)" }.AcceptOnlyFromAmong(ListNames.Levels);

    private readonly Option<string?> _label = new("--label")
    {
        Description = "Of a black list: riskLabel1 to riskLabel3 of a hit, joined by ':' (default: ban:list:list, of hosts ad:link:blocked)",
        HelpName = "L1[:L2[:L3]]",
    };

    private readonly Option<string?> _types = new("--types")
    {
        Description = "Of a black list: only where one of these is asked for, joined by '_' (default: wherever it is found)",
        HelpName = "TYPES",
    };

    public ListsCreateCommand(TimeProvider time)
        : base("create", "Make a list without entries")
    {
        (_time, _target) = (time, new ListTarget(time));
        _name.Validators.Add(result =>
        {
            var name = result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;
            if (name.Length == 0 || name.EnumerateRunes().Count() > ListLimits.NameLength || name.Any(char.IsControl))
                result.AddError($"NAME: must have 1 to {ListLimits.NameLength} characters, and no control characters");
        });
        _label.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>()?.Split(':') is { } labels
                && (labels.Length > 3 || labels.Any(label => label.Length == 0 || label.EnumerateRunes().Count() > ListLimits.LabelLength)))
            {
                result.AddError($"--label: must be one to three words of at most {ListLimits.LabelLength} characters, joined by ':'");
            }
        });
        Validators.Add(result =>
        {
            // What an option says for itself is said by it.
            var form = FormOf(Given(_kind) ?? "", Given(_colour) ?? "black", Given(_mode), Given(_level), Given(_label), Given(_types));
            if (form.IsOfKnownNames && form.Read(out var parameter, out var problem) is null)
                result.AddError($"--{(parameter == "riskLabel1" ? "label" : parameter)}: {problem}");
            string? Given(Option option) => result.GetResult(option) is { Tokens: [var first, ..] } ? first.Value : null;
        });
        Add(_name);
        foreach (var option in (Option[])[_kind, _colour, _mode, _level, _label, _types])
            Add(option);
        _target.AddTo(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (name, now) = (result.GetValue(_name)!, _time.GetUtcNow());
        var form = FormOf(
            result.GetValue(_kind)!, result.GetValue(_colour)!, result.GetValue(_mode), result.GetValue(_level), result.GetValue(_label), result.GetValue(_types));
        var list = new ListRow
        {
            Tenant = _target.TenantOf(result),
            Name = name,
            Settings = form.Read(out _, out _)!,
            CreatedAt = now,
            ChangedAt = now,
        };
        return await _target.UseAsync(result, store => store.CreateListAsync(list, cancellationToken), cancellationToken) switch
        {
            ListCreation.Created => ExitCode.Done,
            ListCreation.NoTenant => throw _target.NoTenant(result),
            ListCreation.TooMany => throw new CommandFailedException($"{list.Tenant} has {ListLimits.Lists} lists: it may not have more"),
            _ => throw new CommandFailedException($"{list.Tenant} has a list '{name}' already"),
        };
    }

    private static ListForm FormOf(string kind, string colour, string? mode, string? level, string? label, string? types) => new(kind, colour)
    {
        Mode = mode,
        Level = level,
        Labels = label?.Split(':'),
        Types = types?.Split('_'),
    };
}
