using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;
using Sluice.Tests.Models;

namespace Sluice.Tests.Detection.Faces;

public sealed class FaceDetectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-faces-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_face_is_found_where_it_is()
    {
        using var rig = new FaceRig();

        var face = Assert.Single(await rig.SeeAsync(FacePictures.Astronaut, "FACEDETECTION"));

        Assert.Equal((FindingKinds.Face, "faces", null), (face.Kind, face.Detector, face.Name));
        Near(face.Location, 224, 127, 105);
        Assert.InRange(face.Probability, 0.7, 1);
        Assert.InRange(face.Share!.Value, 0.03, 0.06);
    }

    /// <summary>Scaled to the size that the network sees, the face would have 16 or 8 pixels.</summary>
    [Theory]
    [InlineData(1280, 720, 900, 100, 360)]
    [InlineData(1280, 720, 20, 400, 240)]
    [InlineData(1280, 720, 280, 0, 720)]
    [InlineData(720, 1280, 400, 1000, 240)]
    [InlineData(1920, 400, 1400, 20, 240)]
    [InlineData(640, 360, 300, 20, 200)]
    public async Task A_small_face_in_a_wide_or_a_high_frame_is_found(int width, int height, int x, int y, int side)
    {
        using var rig = new FaceRig();

        var faces = await rig.SeeAsync(FacePictures.Frame(width, height, (FacePictures.Astronaut, x, y, side)), "FACEDETECTION");

        Near(Assert.Single(faces).Location, x + (224 * side / 512), y + (127 * side / 512), 105 * side / 512);
    }

    [Fact]
    public async Task The_place_is_that_in_the_frame_also_where_it_was_scaled_down()
    {
        using var rig = new FaceRig();

        var face = Assert.Single(await rig.SeeAsync(FacePictures.Frame(3000, 3000, (FacePictures.Astronaut, 0, 0, 3000)), "FACEDETECTION"));

        Near(face.Location, 224 * 3000 / 512, 127 * 3000 / 512, 105 * 3000 / 512);
        Assert.InRange(face.Share!.Value, 0.03, 0.06);
    }

    [Fact]
    public async Task Several_faces_are_told_apart_and_found_each_once()
    {
        using var rig = new FaceRig();
        var frame = FacePictures.Frame(1280, 720, (FacePictures.Astronaut, 0, 0, 400), (FacePictures.Astronaut, 420, 300, 400), (FacePictures.Astronaut, 850, 100, 400));

        Assert.Equal(3, (await rig.SeeAsync(frame, "FACEDETECTION")).Count);
    }

    [Fact]
    public async Task What_is_no_face_of_a_human_being_is_none()
    {
        using var rig = new FaceRig();
        using var clutter = new TestPicture(1280, 720).Clutter(7);
        using var plain = new TestPicture(640, 360);

        Assert.Empty(await rig.SeeAsync(FacePictures.Cat, "FACEDETECTION", "AGE"));
        Assert.Empty(await rig.SeeAsync(clutter.Jpeg(), "FACEDETECTION"));
        Assert.Empty(await rig.SeeAsync(plain.Jpeg(), "FACEDETECTION"));
        using var dot = new TestPicture(1, 1);
        Assert.Empty(await rig.SeeAsync(dot.Jpeg(), "FACEDETECTION"));
        Assert.Empty(rig.Failures);
    }

    [Fact]
    public async Task Age_and_gender_are_told_of_whoever_asked_for_them()
    {
        using var rig = new FaceRig();

        var all = await rig.SeeAsync(FacePictures.Astronaut, "AGE", "GENDER");

        var place = all[0].Location;
        Assert.All(all, finding => Assert.Equal(place, finding.Location));
        var gender = Assert.Single(all, finding => finding.Kind == FindingKinds.Gender);
        Assert.Equal("female", gender.Name);
        Assert.InRange(gender.Probability, 0.5, 1);
        var age = Assert.Single(all, finding => finding.Kind == FindingKinds.Age);
        Assert.Contains(age.Name, new[] { "young", "middle" });
        Assert.InRange(age.Probability, 0.2, 1);
        Assert.DoesNotContain(await rig.SeeAsync(FacePictures.Astronaut, "AGE"), finding => finding.Kind == FindingKinds.Gender);
        Assert.DoesNotContain(await rig.SeeAsync(FacePictures.Astronaut, "GENDER"), finding => finding.Kind == FindingKinds.Age);
    }

    [Fact]
    public async Task Frames_of_several_streams_get_each_its_own_answers()
    {
        using var rig = new FaceRig();
        using var one = JpegDecoder.Decode(FacePictures.Astronaut, new FrameWants([], ["GENDER"]));
        using var other = JpegDecoder.Decode(FacePictures.Cat, new FrameWants([], ["GENDER"]));
        using var third = JpegDecoder.Decode(FacePictures.Photographer, new FrameWants([], ["FACEDETECTION"]));
        using var fourth = JpegDecoder.Decode(FacePictures.Astronaut, new FrameWants([], ["FACEDETECTION", "AGE"]));

        var found = await rig.Detector.DetectAsync([one, other, third, fourth], TestContext.Current.CancellationToken);

        Assert.Equal(["face", "gender female"], FaceRig.Said(found[0]));
        Assert.Empty(found[1]);
        Assert.Equal(["face"], FaceRig.Said(found[2]));
        Assert.Equal([FindingKinds.Face, FindingKinds.Age], found[3].Select(finding => finding.Kind));
    }

    [Fact]
    public async Task Only_so_many_faces_are_described_the_largest_first()
    {
        using var rig = new FaceRig(new FaceOptions { MaxDescribed = 1 });
        var frame = FacePictures.Frame(1280, 720, (FacePictures.Astronaut, 0, 0, 300), (FacePictures.Astronaut, 400, 0, 700));

        var all = await rig.SeeAsync(frame, "GENDER");

        Assert.Equal(2, all.Count(finding => finding.Kind == FindingKinds.Face));
        Assert.InRange(Assert.Single(all, finding => finding.Kind == FindingKinds.Gender).Location!.Value.X1, 400, 1280);
    }

    [Fact]
    public async Task Networks_are_loaded_when_a_frame_wants_them()
    {
        using var rig = new FaceRig(new FaceOptions { Gallery = _folder.FullName });

        await rig.SeeAsync(FacePictures.Astronaut, new FrameWants(["QRCODE"], ["VEHICLE"]));
        await rig.SeeAsync(FacePictures.Astronaut, new FrameWants(["POLITY"], ["PUBLICFIGURE", "FACECOMPARE"]));
        await rig.Detector.Gallery!.Reading;
        Assert.Empty(rig.Detector.Loaded);
        using var plain = new TestPicture(640, 360);
        await rig.SeeAsync(plain.Jpeg(), "AGE");
        Assert.Equal([FaceFinder.FileName], rig.Detector.Loaded);
        await rig.SeeAsync(FacePictures.Astronaut, "FACEDETECTION");
        Assert.Equal([FaceFinder.FileName, FaceCheck.FileName], rig.Detector.Loaded);
        await rig.SeeAsync(FacePictures.Astronaut, "AGE");
        Assert.Equal([FaceFinder.FileName, FaceCheck.FileName, FaceReader.FileName], rig.Detector.Loaded);
    }

    [Fact]
    public void It_serves_what_its_networks_and_its_gallery_allow()
    {
        using var plain = new FaceRig();
        using var withGallery = new FaceRig(new FaceOptions { Gallery = _folder.FullName });
        Link(FaceFinder.FileName);
        using var alone = new FaceRig(new FaceOptions { Gallery = _folder.FullName }, _folder.FullName);

        Assert.Equal(["AGE", "FACECOMPARE", "FACEDETECTION", "GENDER"], plain.Detector.BusinessTypes.Order());
        Assert.Empty(plain.Detector.RiskTypes);
        Assert.Equal(["AGE", "FACECOMPARE", "FACEDETECTION", "GENDER", "PUBLICFIGURE"], withGallery.Detector.BusinessTypes.Order());
        Assert.Equal(["POLITY"], withGallery.Detector.RiskTypes);
        Assert.Equal(["FACEDETECTION"], alone.Detector.BusinessTypes);
        Assert.Empty(alone.Detector.RiskTypes);
        Assert.StartsWith($"{FaceCheck.FileName}, {FaceReader.FileName} not in {_folder.FullName}", alone.Installed.Detail);
    }

    [Fact]
    public async Task Where_only_the_describing_network_is_damaged_faces_are_found_still()
    {
        Link(FaceFinder.FileName);
        File.WriteAllText(Path.Combine(_folder.FullName, FaceCheck.FileName), "not a network");
        File.WriteAllText(Path.Combine(_folder.FullName, FaceReader.FileName), "not a network");
        using var rig = new FaceRig(modelFolder: _folder.FullName);

        Assert.Equal(["face"], FaceRig.Said(await rig.SeeAsync(FacePictures.Astronaut, "FACEDETECTION", "AGE")));
        Assert.Equal([FaceCheck.FileName, FaceReader.FileName], rig.Failures);
        await Assert.ThrowsAsync<ModelException>(() => rig.SeeAsync(FacePictures.Astronaut, "AGE"));
    }

    [Fact]
    public async Task A_finding_network_that_is_damaged_is_counted_and_named()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, FaceFinder.FileName), "not a network");
        using var rig = new FaceRig(modelFolder: _folder.FullName);
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { DetectorTimeout = TimeSpan.FromMinutes(1) }, rig.Detector);

        var judged = await host.Runner.JudgeAsync(
            () => FacePictures.Astronaut, new FrameWants([], ["FACEDETECTION"]), TestContext.Current.CancellationToken);

        Assert.Empty(judged!.Value.Findings);
        Assert.Equal(1, host.Figure("detector_failures faces no_model"));
        Assert.Equal([FaceFinder.FileName], rig.Failures);
    }

    [Fact]
    public void Without_its_networks_it_cannot_run_and_says_what_it_would_serve()
    {
        using var rig = new FaceRig(modelFolder: _folder.FullName);

        Assert.False(rig.Installed.IsAvailable);
        Assert.StartsWith($"{FaceFinder.FileName}, {FaceCheck.FileName}, {FaceReader.FileName} not in {_folder.FullName}", rig.Installed.Detail);
        Assert.Contains("GENDER", rig.Installed.BusinessTypes);
        Assert.Throws<ModelException>(rig.Installed.TryModels!);
    }

    private static void Near(PixelBox? found, int x, int y, int side)
    {
        var box = Assert.NotNull(found);
        var slack = Math.Max(8, side / 5);
        Assert.InRange((box.X1 + box.X2) / 2, x - slack, x + slack);
        Assert.InRange((box.Y1 + box.Y2) / 2, y - slack, y + slack);
        Assert.InRange(box.X2 - box.X1, side * 7 / 10, side * 14 / 10);
        Assert.InRange(box.Y2 - box.Y1, side * 7 / 10, side * 14 / 10);
    }

    private void Link(string file) => File.CreateSymbolicLink(Path.Combine(_folder.FullName, file), ModelFiles.Onnx(file));
}
