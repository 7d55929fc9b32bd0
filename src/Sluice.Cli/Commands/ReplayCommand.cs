using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Asking;
using Sluice.Protocol;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice replay</c>: sends delivered and dead callbacks again, prints how many.</summary>
internal sealed class ReplayCommand : Command
{
    private readonly Question _question = new();
    private readonly Argument<string?> _requestId = new("REQUEST_ID")
    {
        Description = "All of this stream",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _ids = new("--id") { Description = "This callback, as sluice callbacks lists it; may be repeated", HelpName = "ID" };

    public ReplayCommand()
        : base("replay", "Send delivered and dead callbacks again")
    {
        _question.AddTo(this);
        Add(_requestId);
        Add(_ids);
        Validators.Add(result =>
        {
            if (result.GetValue(_requestId) is null == (result.GetValue(_ids) is not { Length: > 0 }))
                result.AddError("Exactly one of REQUEST_ID and --id is required.");
        });
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        if (result.GetValue(_requestId) is { } requestId)
            body["requestId"] = requestId;
        else
            body["ids"] = new JsonArray([.. result.GetValue(_ids)!.Select(id => (JsonNode)id)]);
        return _question.AskAsync(result, ReplayCallbacksRequest.Path, body, PrintAsync, cancellationToken);
    }

    private static async Task PrintAsync(JsonObject answer, TextWriter output)
    {
        await output.WriteLineAsync(Question.Text(answer, "replayed"));
    }
}
