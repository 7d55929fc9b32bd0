using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SkiaSharp;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Remote;

namespace Sluice.Tests.Detection.Remote;

/// <summary>KServe's protocol, version 2, as its specification shows it.</summary>
public class InferenceEndpointTests
{
    private const string Described =
        """
        {"name":"colours","versions":["1"],"platform":"onnxruntime_onnx",
        "inputs":[{"name":"picture","datatype":"FP32","shape":[-1,3,4,8]}],
        "outputs":[{"name":"scores","datatype":"FP32","shape":[-1,3]}]}
        """;

    private const string Answer =
        """
        {"model_name":"colours","model_version":"1",
        "outputs":[{"name":"other","datatype":"INT64","shape":[1],"data":[7]},{"name":"scores","datatype":"FP32","shape":[1,3],"data":[0.75,0.2,0.05]}]}
        """;

    [Fact]
    public async Task A_picture_is_asked_as_the_protocol_says_once_it_is_known_what_the_model_takes()
    {
        await using var server = await StartAsync(Described, Answer);
        using var host = new RemoteHost(RemoteHost.KServe(server.Url));

        var finding = Assert.Single(await host.AskAsync());
        await host.AskAsync();

        Assert.Equal(("red", 0.75), (finding.Name, finding.Probability));
        Assert.Equal(
            ["GET /v2/models/colours", "POST /v2/models/colours/infer", "POST /v2/models/colours/infer"],
            server.Questions.Select(question => $"{question.Method} {question.Path}"));
        var body = JsonNode.Parse(server.Questions.ElementAt(1).Body)!;
        var input = Assert.Single(body["inputs"]!.AsArray())!;
        Assert.Equal(("picture", "FP32"), ((string?)input["name"], (string?)input["datatype"]));
        Assert.Equal([1, 3, 4, 8], input["shape"]!.AsArray().Select(length => (int)length!));
        var data = input["data"]!.AsArray().Select(number => (float)number!).ToArray();
        Assert.Equal(3 * 4 * 8, data.Length);
        Assert.All(data[..32], number => Assert.InRange(number, 0.98f, 1));
        Assert.All(data[32..], number => Assert.InRange(number, 0, 0.02f));
        Assert.Equal("scores", (string?)Assert.Single(body["outputs"]!.AsArray())!["name"]);
    }

    [Fact]
    public async Task Bytes_follow_the_JSON_whose_length_a_header_says()
    {
        await using var server = await StartAsync(Described, Answer);
        var options = RemoteHost.KServe(server.Url);
        options.Binary = true;
        using var host = new RemoteHost(options);

        Assert.Single(await host.AskAsync(RemoteHost.Picture(SKColors.Blue)));

        var question = server.Questions.ElementAt(1);
        Assert.Equal("application/octet-stream", question.Headers["Content-Type"]);
        var head = int.Parse(question.Headers["Inference-Header-Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        var input = JsonNode.Parse(question.Body.AsSpan(0, head))!["inputs"]![0]!;
        Assert.Null(input["data"]);
        Assert.Equal(question.Body.Length - head, (int)input["parameters"]!["binary_data_size"]!);
        var numbers = MemoryMarshal.Cast<byte, float>(question.Body.AsSpan(head)).ToArray();
        Assert.Equal(3 * 4 * 8, numbers.Length);
        Assert.All(numbers[64..], number => Assert.InRange(number, 0.98f, 1));
    }

    [Theory]
    [InlineData("[3,4,8]", "[3]", new[] { 3, 4, 8 })]
    [InlineData("[1,4,8,3]", "[1,3]", new[] { 1, 4, 8, 3 })]
    [InlineData("[-1,-1,-1,3]", "[-1,-1]", new[] { 1, 8, 16, 3 })]
    public async Task The_shape_that_is_sent_is_the_models(string declared, string given, int[] sent)
    {
        await using var server = await StartAsync(
            Described.Replace("[-1,3,4,8]", declared, StringComparison.Ordinal).Replace("[-1,3]", given, StringComparison.Ordinal), Answer);
        var options = RemoteHost.KServe(server.Url);
        if (declared.Contains("-1,-1", StringComparison.Ordinal))
        {
            options.Input = new PictureInputOptions { Width = 16, Height = 8 };
        }

        using var host = new RemoteHost(options);

        Assert.Single(await host.AskAsync());
        Assert.Equal(sent, JsonNode.Parse(server.Questions.Last().Body)!["inputs"]![0]!["shape"]!.AsArray().Select(length => (int)length!));
    }

    [Theory]
    [InlineData("[0.75,0.2,0.05]", true)]
    [InlineData("[[0.75,0.2,0.05]]", true)]
    [InlineData("[[[0.75],[0.2],[0.05]]]", true)]
    [InlineData("[0.75,0.2]", false)]
    [InlineData("[0.75,0.2,0.05,0]", false)]
    [InlineData("[0.75,0.2,\"NaN\"]", false)]
    [InlineData("[0.75,0.2,NaN]", false)]
    [InlineData("[0.75,0.2,1e999]", false)]
    [InlineData("[0.75,7,0]", false)]
    [InlineData("{}", false)]
    [InlineData("null", false)]
    public async Task Numbers_are_taken_nested_or_not_and_only_as_many_as_there_are_labels(string data, bool isTaken)
    {
        await using var server = await StartAsync(Described, Answer.Replace("[0.75,0.2,0.05]", data, StringComparison.Ordinal));
        using var host = new RemoteHost(RemoteHost.KServe(server.Url));

        Assert.Equal(isTaken ? 1 : 0, (await host.AskAsync()).Count);
        Assert.Equal(isTaken ? CallOutcome.Answered : CallOutcome.BadAnswer, host.Last.Outcome);
    }

    [Theory]
    [InlineData("FP32\",\"shape\":[-1,3,4,8]", "UINT8\",\"shape\":[-1,3,4,8]", "the model does not take one tensor of FP32")]
    [InlineData("[-1,3,4,8]", "[-1,1000]", "the model does not fit: it takes [-1, 1000], which is no picture")]
    [InlineData("[-1,3,4,8]", "[-1,3,-1,8]", "the model does not fit: Input:Height: must be set: the model does not say")]
    [InlineData("[-1,3,4,8]", "\"any\"", "the model does not take one tensor of FP32")]
    [InlineData("[-1,3]}", "[-1,1000]}", "the model gives [1000] numbers for a picture, and there are 3 labels")]
    [InlineData("\"outputs\"", "\"results\"", "the model gives nothing")]
    [InlineData("\"inputs\"", "\"arguments\"", "the model does not take one tensor of FP32")]
    [InlineData("\"picture\"", "\"\\ud800\"", "the answer holds what is no text")]
    public async Task A_model_that_does_not_fit_is_named_and_asked_about_again(string what, string instead, string failure)
    {
        var described = Described.Replace(what, instead, StringComparison.Ordinal);
        Assert.NotEqual(Described, described);
        await using var server = await ModelServer.StartAsync(
            (context, question) => context.Response.WriteAsync(question.Method == "GET" ? described : Answer));
        using var host = new RemoteHost(RemoteHost.KServe(server.Url));

        Assert.Empty(await host.AskAsync());
        Assert.Equal((CallOutcome.BadAnswer, failure), (host.Last.Outcome, host.Last.Failure));
        described = Described;
        Assert.Single(await host.AskAsync());
    }

    [Fact]
    public async Task A_model_that_refused_is_asked_again_what_it_takes()
    {
        var refuse = true;
        await using var server = await ModelServer.StartAsync((context, question) =>
        {
            context.Response.StatusCode = question.Method == "POST" && refuse ? 400 : 200;
            return context.Response.WriteAsync(question.Method == "GET" ? Described : Answer);
        });
        using var host = new RemoteHost(RemoteHost.KServe(server.Url));

        await host.AskAsync();
        Assert.Equal((CallOutcome.Refused, "HTTP 400 of POST /v2/models/colours/infer"), (host.Last.Outcome, host.Last.Failure));
        refuse = false;
        Assert.Single(await host.AskAsync());
        Assert.Equal(["GET", "POST", "GET", "POST"], server.Questions.Select(question => question.Method));
    }

    private static Task<ModelServer> StartAsync(string described, string answer) => ModelServer.StartAsync(
        (context, question) => context.Response.WriteAsync(question.Method == "GET" ? described : answer));
}
