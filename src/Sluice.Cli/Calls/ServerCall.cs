using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Cli.Calls;

/// <summary>One call of the protocol to a server.</summary>
internal static class ServerCall
{
    public const string SubmitPath = "/videostream/v4";

    public const string ClosePath = "/finish_videostream/v4";

    /// <summary>The timeout that protocol §1 recommends to clients.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(7);

    /// <summary>Posts the body. No answer of the protocol within 7 s is a <see cref="CommandFailedException"/>.</summary>
    public static async Task<ServerAnswer> PostAsync(Uri server, string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = !server.IsLoopback };
        using var client = new HttpClient(handler) { Timeout = Timeout };
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body.ToJsonString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        // A base URL may have a path of its own, where a proxy serves several things.
        var url = new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + path);
        try
        {
            using var response = await client.PostAsync(url, content, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode == HttpStatusCode.OK && ServerAnswer.Read(text) is { } answer)
                return answer;
            throw new CommandFailedException($"{url} answered HTTP {(int)response.StatusCode}, not as this protocol does");
        }
        catch (HttpRequestException e)
        {
            throw new CommandFailedException($"cannot reach {url}: {(e.InnerException ?? e).Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailedException($"{url} gave no answer within 7 s: the outcome is unknown, repeat the call", e);
        }
    }

    /// <summary>Writes the answer for a script, and on refusal the reason to <paramref name="error"/>. Returns the exit code.</summary>
    public static async Task<int> ShowAsync(ServerAnswer answer, bool json, TextWriter output, TextWriter error)
    {
        if (json)
            await output.WriteLineAsync(answer.Raw);
        if (answer.Code != ServerAnswer.Success)
        {
            await error.WriteLineAsync($"sluice: {answer}");
            return ExitCode.Failed;
        }
        if (!json)
            await output.WriteLineAsync(answer.RequestId);
        if (answer.NoDetectorFor.Count > 0)
            await error.WriteLineAsync($"sluice: nothing installed judges {string.Join(", ", answer.NoDetectorFor)}");
        return ExitCode.Done;
    }
}
