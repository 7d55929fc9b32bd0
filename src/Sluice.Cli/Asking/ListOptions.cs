using System.CommandLine;
using System.Text.Json.Nodes;

namespace Sluice.Cli.Asking;

/// <summary><c>--state</c>, <c>--limit</c> and <c>--after</c> of a list.</summary>
internal sealed class ListOptions
{
    private readonly Option<string> _state;
    private readonly Option<int?> _limit = new("--limit") { Description = "How many at most, 1 to 500 (default 100)", HelpName = "N" };
    private readonly Option<string> _after = new("--after") { Description = "Goes on after an earlier list", HelpName = "NEXT" };

    public ListOptions(params string[] states)
    {
        _state = new Option<string>("--state") { Description = "Only those in this state" };
        _state.AcceptOnlyFromAmong(states);
    }

    public void AddTo(Command command)
    {
        command.Add(_state);
        command.Add(_limit);
        command.Add(_after);
    }

    public JsonObject Body(ParseResult result)
    {
        var body = new JsonObject();
        Set("state", result.GetValue(_state));
        Set("limit", result.GetValue(_limit));
        Set("after", result.GetValue(_after));
        return body;

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
                body[name] = value;
        }
    }

    /// <summary>Says how a list goes on, when it does.</summary>
    public static async Task ShowNextAsync(JsonObject answer, TextWriter output)
    {
        if (Question.Text(answer, "next") is { Length: > 0 } next)
            await output.WriteLineAsync($"more: --after {next}");
    }
}
