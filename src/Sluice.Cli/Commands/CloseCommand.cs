using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Asking;
using Sluice.Cli.Calls;
using Sluice.Protocol;

namespace Sluice.Cli.Commands;

/// <summary>
/// <c>sluice close</c>: ends the moderation of a stream and prints the requestId of the close call; or of a room, a source or
/// all, and prints a line for each stream.
/// </summary>
internal sealed class CloseCommand : Command
{
    private readonly Question _question = new();
    private readonly Argument<string?> _requestId = new("REQUEST_ID")
    {
        Description = "The id that the submission returned",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string> _room = new("--room") { Description = "The running streams of this room" };
    private readonly Option<string> _url = new("--url") { Description = "The running stream of this source, as submitted", HelpName = "URL" };
    private readonly Option<bool> _all = new("--all") { Description = "All running streams" };

    public CloseCommand()
        : base("close", "Close streams: end their moderation")
    {
        _question.AddTo(this);
        Add(_requestId);
        Add(_room);
        Add(_url);
        Add(_all);
        Validators.Add(result =>
        {
            var given = new[] { result.GetValue(_requestId), result.GetValue(_room), result.GetValue(_url) }.Count(value => value is not null);
            if (given + (result.GetValue(_all) ? 1 : 0) != 1)
                result.AddError("Exactly one of REQUEST_ID, --room, --url and --all is required.");
        });
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        if (result.GetValue(_requestId) is { } requestId)
            return _question.AskAsync(result, ServerCall.ClosePath, new JsonObject { ["requestId"] = requestId }, PrintCallAsync, cancellationToken);
        var body = new JsonObject();
        if (result.GetValue(_room) is { } room)
            body["room"] = room;
        else if (result.GetValue(_url) is { } url)
            body["url"] = url;
        else
            body["all"] = true;
        return _question.AskAsync(result, CloseStreamsRequest.Path, body, PrintEachAsync, cancellationToken);
    }

    private static async Task PrintCallAsync(JsonObject answer, TextWriter output)
    {
        await output.WriteLineAsync(Question.Text(answer, "requestId"));
    }

    private static async Task PrintEachAsync(JsonObject answer, TextWriter output)
    {
        var table = new TextTable("requestId", "code");
        foreach (var each in answer["results"]!.AsArray())
            table.Add(Question.Text(each, "requestId"), Question.Text(each, "code"));
        await table.WriteAsync(output);
    }
}
