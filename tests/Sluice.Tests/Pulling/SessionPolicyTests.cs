using Sluice.Protocol;
using Sluice.Server.Storage;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Tests.Pulling;

/// <summary>What judges a stream's frames, and how that changes while it runs.</summary>
public sealed class SessionPolicyTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_change_takes_effect_on_a_stream_that_runs_and_each_result_keeps_the_version_that_judged_it()
    {
        await using var rig = new SessionRig { Judge = _ => ValueTask.FromResult<IReadOnlyList<Server.Detection.Finding>>([SessionRig.Code]) };
        var (row, session) = await rig.SubmitAsync(settings => settings with { UserLevel = 1 });
        rig.Source = async (sink, _) =>
        {
            sink.OnFrame(SessionRig.Frame(0));
            await rig.SettledAsync(1);
            rig.Policies.Set = Read("""{ "rules": { "qrcode": { "reject": 0 } } }""", "two");
            sink.OnFrame(SessionRig.Frame(1));
            await rig.SettledAsync(2);
            rig.Policies.Set = Read("""{ "overrides": [ { "when": { "tenant": "acme", "app": "default", "room": "r42", "level": 1 }, "rules": { "qrcode": null } } ] }""", "three");
            sink.OnFrame(SessionRig.Frame(2));
            return new Server.Pulling.PullEnd(Server.Pulling.PullCause.SourceEnded, "ended", HadFrames: true);
        };
        await session.RunAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);

        var callbacks = await rig.DeliverAsync();
        Assert.Equal([RiskLevel.Review, RiskLevel.Reject], callbacks.OfType<FrameCallback>().Select(frame => frame.FrameDetail.RiskLevel));
        var listed = await rig.Store.ListCallbacksAsync(new CallbackFilter(row.Tenant, row.Id, null, null, 10), TestContext.Current.CancellationToken);
        Assert.Equal(
            [("builtin", 0L), ("two", 1L)],
            listed.Where(callback => callback.Kind == Server.Callbacks.CallbackKind.Segment)
                .Select(callback => (callback.PolicyVersion!, callback.Sequence)).OrderBy(callback => callback.Sequence));
        Assert.All(listed.Where(callback => callback.Kind == Server.Callbacks.CallbackKind.End), end => Assert.Null(end.PolicyVersion));
        Assert.Equal(3, (await rig.RowAsync(row)).Progress.FramesModerated);
    }

    private static PolicySet Read(string json, string version) =>
        new PolicyReader(ConfiguredRules.None).Read(System.Text.Encoding.UTF8.GetBytes(json), version, "policy.json").Set!;
}
