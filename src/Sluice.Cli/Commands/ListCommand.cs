using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Asking;
using Sluice.Protocol;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice list</c>: the tenant's streams, newest first.</summary>
internal sealed class ListCommand : Command
{
    private readonly Question _question = new();
    private readonly ListOptions _list = new("submitted", "connecting", "pulling", "retrying", "closing", "ended");
    private readonly Option<string> _room = new("--room") { Description = "Only those of this room" };

    public ListCommand()
        : base("list", "List streams, newest first")
    {
        _question.AddTo(this);
        _list.AddTo(this);
        Add(_room);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var body = _list.Body(result);
        if (result.GetValue(_room) is { } room)
            body["room"] = room;
        return _question.AskAsync(result, ListStreamsRequest.Path, body, PrintAsync, cancellationToken);
    }

    private static async Task PrintAsync(JsonObject answer, TextWriter output)
    {
        var table = new TextTable("requestId", "state", "risk", "frames", "segments", "submitted (UTC)", "room", "url");
        foreach (var stream in answer["streams"]!.AsArray())
        {
            table.Add(
                Question.Text(stream, "requestId"),
                Question.Text(stream, "state") + (Question.Text(stream, "errorCode") is { Length: > 0 } error ? $" {error}" : ""),
                Question.Text(stream, "riskLevel"),
                Question.Text(stream!["frames"], "captured"),
                Question.Text(stream["segments"], "captured"),
                Question.Time(stream, "submittedAt"),
                Question.Text(stream, "room"),
                Question.Text(stream, "url"));
        }

        await table.WriteAsync(output);
        await ListOptions.ShowNextAsync(answer, output);
    }
}
