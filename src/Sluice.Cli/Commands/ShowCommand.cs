using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Asking;
using Sluice.Protocol;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice show</c>: one stream, a field a line.</summary>
internal sealed class ShowCommand : Command
{
    private readonly Question _question = new();
    private readonly Argument<string> _requestId = new("REQUEST_ID") { Description = "The id that the submission returned" };

    public ShowCommand()
        : base("show", "Show a stream")
    {
        _question.AddTo(this);
        Add(_requestId);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken) => _question.AskAsync(
        result, ShowStreamRequest.Path, new JsonObject { ["requestId"] = result.GetValue(_requestId) }, PrintAsync, cancellationToken);

    private static async Task PrintAsync(JsonObject answer, TextWriter output)
    {
        var table = new TextTable("field", "value");
        foreach (var (name, value) in answer["stream"]!.AsObject())
        {
            table.Add(name, value is JsonObject counts
                ? string.Join(", ", counts.Select(count => $"{count.Value} {count.Key}"))
                : value?.ToString() ?? "");
        }

        await table.WriteAsync(output);
    }
}
