using Sluice.Protocol;
using Sluice.Server.Api.Operator;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Pulling;

/// <summary>Protocol §5, 3004: sound was wanted and none came.</summary>
public sealed class MuteStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false, 3004)]
    [InlineData(true, true, null)]
    [InlineData(false, false, null)]
    public async Task Without_sound_the_end_of_the_audio_side_says_3004_and_that_of_the_frames_does_not(bool frames, bool sound, int? code)
    {
        await using var rig = new SessionRig();
        var (row, session) = await rig.SubmitAsync();
        rig.Source = (sink, _) =>
        {
            if (frames)
            {
                sink.OnFrame(SessionRig.Frame());
            }

            if (sound)
            {
                sink.OnSound(new byte[3200], DateTimeOffset.UnixEpoch);
            }

            return Task.FromResult(new PullEnd(PullCause.SourceEnded, "ended", frames));
        };
        await session.RunAsync().WaitAsync(Patience, Cancellation);

        var ends = (await rig.DeliverAsync()).OfType<EndCallback>().ToDictionary(end => end.ContentType, end => end.AuxInfo.ErrorCode);
        Assert.Equal((null, code), (ends[ContentType.Frame], ends[ContentType.Audio]));
        Assert.Equal(0, (await rig.RowAsync(row)).ErrorCode);
        Assert.Equal(code, StreamView.Of((await rig.Store.FindSummaryAsync(row.Id, Cancellation))!).AudioErrorCode);
    }

    [Fact]
    public async Task A_pull_that_failed_has_its_own_code_on_both_sides()
    {
        await using var rig = new SessionRig();
        var (_, session) = await rig.SubmitAsync();
        rig.Source = (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return Task.FromResult(new PullEnd(PullCause.NoSuchStream, "gone", HadFrames: false));
        };
        await session.RunAsync().WaitAsync(Patience, Cancellation);

        Assert.All((await rig.DeliverAsync()).OfType<EndCallback>(), end => Assert.Equal(3003, end.AuxInfo.ErrorCode));
    }
}
