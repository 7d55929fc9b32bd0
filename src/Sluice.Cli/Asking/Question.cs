using System.CommandLine;
using System.Text.Json.Nodes;
using Sluice.Cli.Calls;
using Sluice.Cli.Commands;

namespace Sluice.Cli.Asking;

/// <summary>One call of protocol §8: server, key and <c>--json</c> of a command that makes it.</summary>
internal sealed class Question
{
    private readonly Option<Uri> _server = CommonOptions.Server();
    private readonly Option<string> _key = CommonOptions.Key();
    private readonly Option<bool> _json = CommonOptions.Json("Print the answer as it came");

    public void AddTo(Command command)
    {
        command.Add(_server);
        command.Add(_key);
        command.Add(_json);
    }

    /// <summary>
    /// Posts the body with the key. The answer is printed as it came with <c>--json</c>, else by <paramref name="print"/>; a
    /// refusal's reason goes to standard error. Returns the exit code.
    /// </summary>
    public async Task<int> AskAsync(
        ParseResult result, string path, JsonObject body, Func<JsonObject, TextWriter, Task> print, CancellationToken cancellationToken)
    {
        var io = result.InvocationConfiguration;
        body["accessKey"] = result.GetValue(_key);
        var answer = await ServerCall.PostAsync(result.GetValue(_server)!, path, body, cancellationToken);
        if (answer.Code != ServerAnswer.Success)
        {
            return await ServerCall.ShowAsync(answer, result.GetValue(_json), io.Output, io.Error);
        }

        if (result.GetValue(_json))
            await io.Output.WriteLineAsync(answer.Raw);
        else
            await print(JsonNode.Parse(answer.Raw)!.AsObject(), io.Output);
        return ExitCode.Done;
    }

    /// <summary>A member's text, numbers included; empty when it is absent.</summary>
    public static string Text(JsonNode? from, string name) => from?[name]?.ToString() ?? "";

    /// <summary>To the second, UTC: <c>2026-11-22 14:20:31</c>.</summary>
    public static string Time(JsonNode? from, string name) =>
        Text(from, name) is { Length: >= 19 } text ? text[..19].Replace('T', ' ') : "";
}
