using Sluice.Cli.Commands;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Tests.Cli;

namespace Sluice.Tests.Pulling;

/// <summary>What a tenant's lists do to frames of a stream that runs, while another process changes them.</summary>
public sealed class SessionListsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_that_an_operator_makes_fills_and_removes_takes_effect_on_a_stream_that_runs()
    {
        await using var rig = new SessionRig { Judge = _ => ValueTask.FromResult<IReadOnlyList<Finding>>([Line("😀 welcome"), Line("来我直播间")]) };
        var words = Path.Combine(Path.GetDirectoryName(rig.DatabasePath)!, "words.txt");
        await File.WriteAllTextAsync(words, "来我直播间\r\n", Token);
        var (_, session) = await rig.SubmitAsync(settings => settings with { ReturnAllImages = true, MessageLanguage = MessageLanguage.Chinese });
        rig.Source = async (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame(0));
            await rig.SettledAsync(1);
            await ListsAsync(rig, "create", "rooms", "--kind", "words", "--level", "REVIEW");
            await ListsAsync(rig, "import", "rooms", words);
            await rig.Lists.LookAsync(Token);
            sink.OnFrame(SessionRig.Frame(1));
            await rig.SettledAsync(2);
            await ListsAsync(rig, "create", "ours", "--kind", "words", "--colour", "white");
            await ListsAsync(rig, "import", "ours", words);
            await rig.Lists.LookAsync(Token);
            sink.OnFrame(SessionRig.Frame(2));
            await rig.SettledAsync(3);
            await ListsAsync(rig, "delete", "ours");
            await ListsAsync(rig, "remove", "rooms", "来我直播间");
            await rig.Lists.LookAsync(Token);
            sink.OnFrame(SessionRig.Frame(3));
            return new Server.Pulling.PullEnd(Server.Pulling.PullCause.SourceEnded, "ended", HadFrames: true);
        };
        await session.RunAsync().WaitAsync(Patience, Token);

        FrameDetail[] frames = [.. (await rig.DeliverAsync()).OfType<FrameCallback>().Select(frame => frame.FrameDetail)];
        Assert.Equal([RiskLevel.Pass, RiskLevel.Review, RiskLevel.Pass, RiskLevel.Pass], frames.Select(frame => frame.RiskLevel));
        Assert.All(frames, frame => Assert.Equal("😀 welcome\n来我直播间", frame.RiskDetail.OcrText!.Text));
        Assert.Equal("命中自定义名单", frames[1].RiskDescription);
        var list = Assert.Single(frames[1].RiskDetail.OcrText!.MatchedLists!);
        Assert.Equal(("rooms", "来我直播间"), (list.Name, Assert.Single(list.Words).Word));
        Assert.Equal([10, 15], list.Words[0].Position);
        Assert.Null(frames[2].RiskDetail.OcrText!.MatchedLists);
    }

    [Fact]
    public async Task The_first_frame_of_a_tenant_waits_for_its_lists_and_floods_and_similar_frames_know_their_hits()
    {
        await using var rig = new SessionRig { Judge = _ => ValueTask.FromResult<IReadOnlyList<Finding>>([Line("a gnu")]), PictureHash = 7 };
        var words = Path.Combine(Path.GetDirectoryName(rig.DatabasePath)!, "words.txt");
        await File.WriteAllTextAsync(words, "gnu", Token);
        await rig.Store.InitializeAsync(Token);
        await rig.Store.CreateKeyAsync(Storage.Rows.Key("acme"), Token);
        await ListsAsync(rig, "create", "mine", "--kind", "words");
        await ListsAsync(rig, "import", "mine", words);
        var (row, session) = await rig.SubmitAsync(settings => settings with { SimilarityDedup = true });
        rig.Source = (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame(0));
            sink.OnFrame(SessionRig.Frame(1));
            return Task.FromResult(new Server.Pulling.PullEnd(Server.Pulling.PullCause.SourceEnded, "ended", HadFrames: true));
        };
        await session.RunAsync().WaitAsync(Patience, Token);

        var frame = Assert.Single((await rig.DeliverAsync()).OfType<FrameCallback>());
        Assert.Equal(RiskLevel.Reject, frame.FrameDetail.RiskLevel);
        var progress = (await rig.RowAsync(row)).Progress;
        Assert.Equal((2, 2, 1), (progress.FramesModerated, progress.FramesRisky, progress.FramesSuppressed));
    }

    private static Finding Line(string text) => new("text", FindingKinds.Text, 0.9) { Content = text };

    private static async Task ListsAsync(SessionRig rig, params string[] args)
    {
        var run = await CommandRun.RunAsync(
            new ListsCommand(TimeProvider.System), ["lists", .. args, "--tenant", "acme", "--data", Path.GetDirectoryName(rig.DatabasePath)!]);
        Assert.True(run.ExitCode == 0, run.Error);
    }
}
