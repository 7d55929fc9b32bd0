using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sluice.Protocol;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Operations;

public sealed partial class HttpsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_served_over_HTTPS_with_HTTP_2()
    {
        using var data = new TemporaryFolder();
        await using var server = await TlsServer.StartAsync(data);
        Assert.Equal("https", server.Url.Scheme);

        // 1. A call of the protocol.
        Assert.Equal(ResponseCode.UnauthorizedOperation, (await server.CloseAsync("nobody", "x")).Code);

        // 2. Health and metrics.
        foreach (var path in (string[])["/healthz", "/readyz"])
        {
            using var health = await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
            Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (health.StatusCode, health.Version));
            Assert.Equal("ok\n", await health.Content.ReadAsStringAsync(Cancellation));
        }

        var metrics = await GetAsync(server, "/metrics");
        // The call above came before anybody asked for metrics.
        Assert.Matches("(?m)^sluice_[a-z_]*api_call_seconds_count\\{[^}]*9101[^}]*\\} 1$", metrics);
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Join('\n', metrics.Split('\n').Where(line => line.StartsWith("# TYPE", StringComparison.Ordinal))));

        // 3. The document of the API.
        var document = JsonNode.Parse(await GetAsync(server, "/openapi/v1.json"))!;
        foreach (var (path, required) in ((string, string)[])[("/videostream/v4", "imgCallback"), ("/finish_videostream/v4", "requestId")])
        {
            var schema = document["paths"]![path]!["post"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
            if ((string?)schema["$ref"] is { } reference)
                schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
            Assert.Contains("accessKey", schema["properties"]!.AsObject().Select(property => property.Key));
            Assert.Contains(required, schema["properties"]!.AsObject().Select(property => property.Key));
        }

        // 4. The page to read it, whole from this server.
        var page = await GetAsync(server, "/docs");
        Assert.Contains("<html", page);
        Assert.Empty(OtherHosts(page, server.Url));
        var scripts = Scripts().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
            Assert.NotEmpty(await GetAsync(server, new Uri(new Uri(server.Url, "/docs/"), script).PathAndQuery));
    }

    private static async Task<string> GetAsync(SluiceProcess server, string path)
    {
        using var response = await server.Client.GetAsync(new Uri(path, UriKind.Relative), Cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answered {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync(Cancellation);
    }

    // The names of XML namespaces are no addresses.
    private static IEnumerable<string> OtherHosts(string page, Uri own) =>
        Hosts().Matches(page).Select(match => match.Groups[1].Value).Where(host => host != own.Authority && host != "www.w3.org");

    [GeneratedRegex("(?:https?:)?//([a-zA-Z0-9][a-zA-Z0-9.:-]*\\.[a-zA-Z0-9.:-]+)")]
    private static partial Regex Hosts();

    [GeneratedRegex("<script[^>]*\\ssrc=\"([^\"]+)\"")]
    private static partial Regex Scripts();
}
