using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Detection.Sound;
using Sluice.Tests.Detection.Sound;

namespace Sluice.Tests.Detection.Remote;

/// <summary>A classifier of sound behind KServe's protocol, version 2.</summary>
public sealed class SoundEndpointTests : IDisposable
{
    private const string Described =
        """{"name":"moans","inputs":[{"name":"wave","datatype":"FP32","shape":[-1,-1]}],"outputs":[{"name":"scores","datatype":"FP32","shape":[-1,2]}]}""";

    private const string Answer = """{"outputs":[{"name":"scores","datatype":"FP32","shape":[1,2],"data":[0.2,0.8]}]}""";

    private readonly FakeTimeProvider _time = new();
    private readonly ConcurrentQueue<RemoteCall> _calls = [];
    private DetectorCatalog? _catalog;

    [Fact]
    public async Task A_segment_is_asked_as_the_protocol_says_once_it_is_known_what_the_model_takes()
    {
        await using var server = await StartAsync(Described, Answer);
        var detector = Find(Options(server.Url));

        var finding = Assert.Single(await HearAsync(detector, Spoken.Tone(10)));
        await HearAsync(detector, Spoken.Tone(10));

        Assert.Equal(("own:sound:there", "moan", 0.8), (finding.Detector, finding.Name, finding.Probability));
        Assert.Equal(
            ["GET /v2/models/moans", "POST /v2/models/moans/infer", "POST /v2/models/moans/infer"],
            server.Questions.Select(question => $"{question.Method} {question.Path}"));
        var body = JsonNode.Parse(server.Questions.ElementAt(1).Body)!;
        var input = Assert.Single(body["inputs"]!.AsArray())!;
        Assert.Equal(("wave", "FP32"), ((string?)input["name"], (string?)input["datatype"]));
        Assert.Equal([1, 160_000], input["shape"]!.AsArray().Select(length => (int)length!));
        var data = input["data"]!.AsArray().Select(number => (float)number!).ToArray();
        Assert.Equal(160_000, data.Length);
        Assert.InRange(data.Max(), 0.29f, 0.31f);
        Assert.Equal([CallOutcome.Answered, CallOutcome.Answered], _calls.Select(call => call.Outcome));
    }

    [Fact]
    public async Task Parts_go_together_as_bytes_and_the_highest_of_all_moments_counts()
    {
        await using var server = await StartAsync(
            Described.Replace("[-1,-1]", "[-1,1,16000]", StringComparison.Ordinal),
            Answer.Replace("[0.2,0.8]", $"[{string.Join(",", Enumerable.Repeat("[0.9,0.1]", 9))},[0.3,0.7]]", StringComparison.Ordinal));
        var options = Options(server.Url);
        options.Binary = true;

        Assert.Equal(0.7, Assert.Single(await HearAsync(Find(options), Spoken.Tone(10))).Probability, 0.001);

        var question = server.Questions.ElementAt(1);
        var head = int.Parse(question.Headers["Inference-Header-Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
        var input = JsonNode.Parse(question.Body.AsSpan(0, head))!["inputs"]![0]!;
        Assert.Equal([10, 1, 16_000], input["shape"]!.AsArray().Select(length => (int)length!));
        Assert.Equal(160_000, MemoryMarshal.Cast<byte, float>(question.Body.AsSpan(head)).Length);
    }

    [Theory]
    [InlineData("[-1,-1]", "[-1,3,224,224]", "the model does not fit: it takes [-1, 3, 224, 224], which is no sound")]
    [InlineData("FP32\",\"shape\":[-1,-1]", "INT16\",\"shape\":[-1,-1]", "the model does not take one tensor of FP32")]
    [InlineData("\"outputs\"", "\"results\"", "the model gives nothing")]
    public async Task A_model_that_takes_no_sound_is_named(string what, string instead, string failure)
    {
        await using var server = await StartAsync(Described.Replace(what, instead, StringComparison.Ordinal), Answer);

        Assert.Empty(await HearAsync(Find(Options(server.Url)), Spoken.Tone(10)));

        var call = Assert.Single(_calls);
        Assert.Equal((CallOutcome.BadAnswer, failure), (call.Outcome, call.Failure));
    }

    [Theory]
    [InlineData("[0.2,0.8,0.1]", "the model gives 3 numbers, and there are 2 labels")]
    [InlineData("[0.2,8]", "the model gives numbers that are no probabilities (Activation: None)")]
    [InlineData("[]", "the model gives 0 numbers, and there are 2 labels")]
    [InlineData("[\"x\"]", "the answer has no output 'scores' of numbers")]
    public async Task An_answer_that_says_something_else_is_none(string data, string failure)
    {
        await using var server = await StartAsync(Described, Answer.Replace("[0.2,0.8]", data, StringComparison.Ordinal));

        Assert.Empty(await HearAsync(Find(Options(server.Url)), Spoken.Tone(10)));

        Assert.Equal((CallOutcome.BadAnswer, failure), (_calls.Last().Outcome, _calls.Last().Failure));
    }

    [Fact]
    public async Task An_endpoint_that_hangs_is_given_up_after_its_time_and_suspended_after_failures()
    {
        await using var server = await ModelServer.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var options = Options(server.Url);
        options.Calls.BreakerFailures = 1;
        var detector = Find(options);

        var asked = HearAsync(detector, Spoken.Tone(10));
        await server.AskedAsync();
        _time.Advance(TimeSpan.FromSeconds(6));

        Assert.Empty(await asked);
        Assert.Empty(await HearAsync(detector, Spoken.Tone(10)));
        Assert.Equal([CallOutcome.TimedOut, CallOutcome.Suspended], _calls.Select(call => call.Outcome));
        Assert.Equal(TimeSpan.FromSeconds(8), detector.Patience);
    }

    [Fact]
    public async Task It_is_tried_with_silence()
    {
        await using var server = await StartAsync(Described, Answer);
        Find(Options(server.Url));

        await _catalog!.Detectors.Single(installed => installed.Name == "own:sound:there").TryRemote!(TestContext.Current.CancellationToken);

        Assert.Equal(2, server.Questions.Count);
    }

    public void Dispose() => _catalog?.Dispose();

    private static OwnSoundOptions Options(string url) => new()
    {
        Kind = OwnSoundKind.KServe,
        Url = url,
        Model = "moans",
        Labels = ["other", "moan"],
        Rules = [new() { When = "moan", RiskType = "MOAN", Label1 = "moan", ReviewFrom = 0.5 }],
    };

    private ISoundDetector Find(OwnSoundOptions options)
    {
        var detection = new DetectionOptions { SoundModels = { ["there"] = options } };
        _catalog = DetectorCatalog.Find(new DetectorSettings(_time) { Detection = detection, OnCall = _calls.Enqueue });
        return _catalog.Hearing.Single(detector => detector.Name == "own:sound:there");
    }

    private static async Task<IReadOnlyList<Finding>> HearAsync(ISoundDetector detector, byte[] pcm)
    {
        using var sound = Waveform.Of(new ReadOnlySequence<byte>(pcm));
        return await detector.DetectAsync(sound, TestContext.Current.CancellationToken);
    }

    private static Task<ModelServer> StartAsync(string described, string answer) => ModelServer.StartAsync(
        (context, question) => context.Response.WriteAsync(question.Method == "GET" ? described : answer));
}
