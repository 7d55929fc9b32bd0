using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;
using Sluice.SystemTests.WholeWay;

namespace Sluice.SystemTests.Policies;

/// <summary>A live stream that shows a code all the time, and what that means changes.</summary>
public sealed class PolicyTests
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_policy_that_is_changed_judges_the_next_frames_of_a_stream_that_runs_and_one_with_errors_changes_nothing()
    {
        using var data = new TemporaryFolder();
        var policy = Path.Combine(data.Path, "policy.json");
        await using var receiver = await CallbackReceiver.StartAsync();
        await using var source = await FlvSource.StartAsync(new CodeWindow(0, 90));
        await using var server = await SluiceProcess.StartAsync(data.Path);
        var accessKey = (string)(await SluiceProgram.CreateKeyAsync(data.Path))["accessKey"]!;
        var stream = (await server.SubmitAsync(Submission.Of(accessKey, source.Url, receiver))).RequestId;

        // 1. As built in.
        await JudgedAsync(RiskLevel.Review, "builtin");

        // 2. Written as an editor writes: another file takes the place by its name.
        await WriteAsync("""{ "overrides": [ { "when": { "room": "r42" }, "rules": { "qrcode": { "reject": 0 } } } ] }""");
        var version = await JudgedAsync(RiskLevel.Reject, null);
        Assert.Matches("^[0-9a-f]{12}$", version);

        // 3. With an error: it is named, and nothing else happens.
        await WriteAsync("""{ "rules": { "qrcode": { "reject": 0, "rewiev": 1 } } }""");
        await Eventually.BeTrueAsync(
            () => server.Errors.Contains($"{policy}:1: rules.qrcode.rewiev: is not known", StringComparison.Ordinal), Within, "the error is named");
        var before = receiver.Calls.Frames(stream).Count;
        var calls = await receiver.WaitAsync(calls => calls.Frames(stream).Count >= before + 2, Within, "two frames more");
        Assert.All(calls.Frames(stream).Skip(before), frame => Assert.Equal(RiskLevel.Reject, frame.FrameDetail.RiskLevel));
        Assert.Equal(version, (await server.ShowAsync(accessKey, stream)).Policy);
        Assert.Contains("sluice_policy_refused 1", await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken));

        // 4. Without the file it is as built in again.
        File.Delete(policy);
        await JudgedAsync(RiskLevel.Review, "builtin");
        Assert.Equal(ResponseCode.Success, (await server.CloseAsync(accessKey, stream)).Code);

        // The next frame that says so, and which version it was.
        async Task<string?> JudgedAsync(RiskLevel level, string? expected)
        {
            var before = receiver.Calls.Frames(stream).Count;
            var calls = await receiver.WaitAsync(calls => calls.Frames(stream).Skip(before).Any(Is), Within, $"a frame that is {level}");
            var frame = calls.Frames(stream).Skip(before).First(Is);
            var version = (await server.ListCallbacksAsync(accessKey, stream)).Single(callback => callback.Id == frame.RequestId).Policy;
            Assert.True(expected is null || version == expected, $"{version} judged, not {expected}");
            return version;

            bool Is(FrameCallback frame) => frame.FrameDetail.RiskLevel == level;
        }

        async Task WriteAsync(string json)
        {
            await File.WriteAllTextAsync(policy + "~", json, TestContext.Current.CancellationToken);
            File.Move(policy + "~", policy, overwrite: true);
        }
    }
}
