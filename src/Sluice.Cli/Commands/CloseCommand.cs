using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Calls;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice close</c>: ends the moderation of a stream, prints the requestId of the close call.</summary>
internal sealed class CloseCommand : Command
{
    private readonly Option<Uri> _server = CommonOptions.Server();
    private readonly Option<string> _key = CommonOptions.Key();
    private readonly Argument<string> _requestId = new("REQUEST_ID") { Description = "The id that the submission returned" };
    private readonly Option<bool> _json = CommonOptions.Json("Print the answer as it came");

    public CloseCommand()
        : base("close", "Close a stream: end its moderation")
    {
        Add(_server);
        Add(_key);
        Add(_json);
        Add(_requestId);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var body = new JsonObject { ["accessKey"] = result.GetValue(_key), ["requestId"] = result.GetValue(_requestId) };
        var answer = await ServerCall.PostAsync(result.GetValue(_server)!, ServerCall.ClosePath, body, cancellationToken);
        var io = result.InvocationConfiguration;
        return await ServerCall.ShowAsync(answer, result.GetValue(_json), io.Output, io.Error);
    }
}
