using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Tests.Detection.Faces;

namespace Sluice.Tests.Pulling;

public class SessionFacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>From the pixels of a frame to the body of its callback.</summary>
    [Fact]
    public async Task Faces_in_a_frame_reach_the_callback_as_business_labels()
    {
        var token = TestContext.Current.CancellationToken;
        using var faces = new FaceRig();
        string[] types = ["FACEDETECTION", "GENDER"];
        var findings = await faces.SeeAsync(FacePictures.Astronaut, types);
        await using var rig = new SessionRig { Judge = _ => ValueTask.FromResult(findings) };
        rig.Source = (sink, stop) =>
        {
            sink.OnFrame(SessionRig.Frame());
            return SessionRig.UntilStopped(stop);
        };
        var (row, session) = await rig.SubmitAsync(settings => settings with
        {
            ImageBusinessTypes = types,
            ReturnAllImages = true,
            ReturnFinishInfo = false,
            AudioTypes = [],
            AudioCallback = null,
        });

        var running = session.RunAsync();
        await rig.SettledAsync(1).WaitAsync(Patience, token);
        await rig.CloseAsync(row, session);
        await running.WaitAsync(Patience, token);

        var detail = Assert.IsType<FrameCallback>(Assert.Single(await rig.DeliverAsync())).FrameDetail;
        Assert.Equal(RiskLevel.Pass, detail.RiskLevel);
        var labels = detail.BusinessLabels.ToDictionary(label => label.BusinessLabel1!);
        Assert.Equal(["face", "gender"], labels.Keys.Order());
        Assert.Equal("female", labels["gender"].BusinessLabel3);
        Assert.Equal(2, labels["face"].ConfidenceLevel);
        Assert.Equal(1, labels["face"].BusinessDetail!.FaceNum);
        var face = Assert.Single(detail.RiskDetail.Faces!);
        var place = findings.First(finding => finding.Kind == FindingKinds.Face).Location!.Value;
        Assert.Equal([place.X1, place.Y1, place.X2, place.Y2], face.Location!);
        Assert.InRange(face.FaceRatio!.Value, 0.03, 0.06);
    }
}
