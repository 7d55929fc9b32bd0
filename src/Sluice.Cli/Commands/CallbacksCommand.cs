using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Asking;
using Sluice.Protocol;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice callbacks</c>: the tenant's callbacks, or a stream's, newest first.</summary>
internal sealed class CallbacksCommand : Command
{
    private readonly Question _question = new();
    private readonly ListOptions _list = new("pending", "delivered", "dead");
    private readonly Argument<string?> _requestId = new("REQUEST_ID")
    {
        Description = "Only those of this stream",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public CallbacksCommand()
        : base("callbacks", "List callbacks, newest first")
    {
        _question.AddTo(this);
        _list.AddTo(this);
        Add(_requestId);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var body = _list.Body(result);
        if (result.GetValue(_requestId) is { } requestId)
            body["requestId"] = requestId;
        return _question.AskAsync(result, ListCallbacksRequest.Path, body, PrintAsync, cancellationToken);
    }

    private static async Task PrintAsync(JsonObject answer, TextWriter output)
    {
        var table = new TextTable("id", "kind", "state", "attempts", "created (UTC)", "due (UTC)", "policy", "last error", "url");
        foreach (var callback in answer["callbacks"]!.AsArray())
        {
            table.Add(
                Question.Text(callback, "id"),
                Question.Text(callback, "kind"),
                Question.Text(callback, "state"),
                Question.Text(callback, "attempts"),
                Question.Time(callback, "createdAt"),
                Question.Time(callback, "dueAt"),
                Question.Text(callback, "policy"),
                Question.Text(callback, "lastError"),
                Question.Text(callback, "url"));
        }

        await table.WriteAsync(output);
        await ListOptions.ShowNextAsync(answer, output);
    }
}
