using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Detection.Faces;

public sealed class FaceGalleryTests : IDisposable
{
    private static readonly FrameWants Figures = new([], ["PUBLICFIGURE"]);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-gallery-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_person_of_the_gallery_is_known_in_other_sizes_and_in_a_mirror()
    {
        Put("Eileen Collins.jpg", FacePictures.Astronaut);
        using var rig = await ReadAsync();

        foreach (var frame in new[]
        {
            FacePictures.Mirrored(FacePictures.Astronaut),
            FacePictures.Frame(1280, 720, (FacePictures.Astronaut, 700, 200, 260)),
            FacePictures.Frame(640, 360, (FacePictures.Astronaut, 100, 0, 360)),
        })
        {
            var all = await rig.SeeAsync(frame, Figures);

            Assert.Equal(["face Eileen Collins", "known_face Eileen Collins"], FaceRig.Said(all));
            Assert.InRange(all[1].Probability, 0.5, 1);
        }
    }

    [Fact]
    public async Task Another_person_is_not_held_to_be_one_who_is_known()
    {
        Put("Eileen Collins.jpg", FacePictures.Astronaut);
        using var rig = await ReadAsync();

        Assert.Equal(["face"], FaceRig.Said(await rig.SeeAsync(FacePictures.Photographer, Figures)));
    }

    [Fact]
    public async Task A_folder_is_a_person_with_several_pictures()
    {
        _folder.CreateSubdirectory("Eileen Collins");
        Put("Eileen Collins/1.jpg", FacePictures.OnItsSide(FacePictures.Astronaut));
        Put("Eileen Collins/2.png", FacePictures.Cat);
        Put("Someone.JPEG", FacePictures.Photographer);
        Put(".hidden.jpg", FacePictures.Astronaut);
        Put("notes.txt", FacePictures.Astronaut);
        using var rig = await ReadAsync();

        Assert.Equal(["Eileen Collins", "Someone"], rig.Detector.Gallery!.Faces.Select(face => face.Name).Order());
        Assert.Contains("known_face Eileen Collins", FaceRig.Said(await rig.SeeAsync(FacePictures.Astronaut, Figures)));
        Assert.Contains(rig.Log, line => line == $"{Path.Combine(_folder.FullName, "Eileen Collins", "2.png")} of the gallery is left out: it shows no face");
    }

    [Fact]
    public async Task Pictures_that_are_damaged_are_named_in_the_log_once_and_the_others_are_known()
    {
        Put("A.jpg", []);
        Put("B.png", "no picture"u8.ToArray());
        Put("C.jpg", FacePictures.Astronaut[..20_000]);
        Put("D.jpg", FacePictures.Astronaut);
        Put("E.png", [0x89, .. "PNG\r\n\u001a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 1, 0, 0, 0, 1, 0, 0, 8, 2, 0, 0, 0]);
        using var rig = await ReadAsync();
        await LookAgainAsync(rig);

        Assert.Equal(["D"], rig.Detector.Gallery!.Faces.Select(face => face.Name));
        foreach (var name in new[] { "A.jpg", "B.png", "C.jpg", "E.png" })
            Assert.Single(rig.Log, line => line.StartsWith($"{Path.Combine(_folder.FullName, name)} of the gallery is left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Files_that_come_change_and_go_are_noticed_without_a_restart()
    {
        using var rig = await ReadAsync();
        Assert.Empty(await rig.SeeAsync(FacePictures.Astronaut, Figures));

        Put("One.jpg", FacePictures.Astronaut);
        Assert.Empty(await rig.SeeAsync(FacePictures.Astronaut, Figures));
        await LookAgainAsync(rig);
        Assert.Contains("known_face One", FaceRig.Said(await rig.SeeAsync(FacePictures.Astronaut, Figures)));

        Put("One.jpg", FacePictures.Photographer);
        await LookAgainAsync(rig);
        Assert.Equal(["face"], FaceRig.Said(await rig.SeeAsync(FacePictures.Astronaut, Figures)));

        File.Delete(Path.Combine(_folder.FullName, "One.jpg"));
        await LookAgainAsync(rig);
        Assert.Empty(await rig.SeeAsync(FacePictures.Astronaut, Figures));
    }

    [Fact]
    public async Task A_gallery_that_is_not_there_is_named_in_the_log()
    {
        var folder = Path.Combine(_folder.FullName, "later");
        using var rig = new FaceRig(new FaceOptions { Gallery = folder });

        Assert.Empty(await rig.SeeAsync(FacePictures.Astronaut, Figures));
        await rig.Detector.Gallery!.Reading;
        Assert.Contains(rig.Log, line => line.StartsWith($"The gallery {folder} cannot be read: ", StringComparison.Ordinal));

        Directory.CreateDirectory(folder);
        Put("later/Someone.jpg", FacePictures.Astronaut);
        await LookAgainAsync(rig);
        Assert.Contains("known_face Someone", FaceRig.Said(await rig.SeeAsync(FacePictures.Astronaut, Figures)));
    }

    [Fact]
    public async Task A_known_face_is_a_political_figure_to_whoever_asked_for_politics()
    {
        Put("Eileen Collins.jpg", FacePictures.Astronaut);
        using var rig = await ReadAsync();

        var findings = await rig.SeeAsync(FacePictures.Mirrored(FacePictures.Astronaut), new FrameWants(["POLITY"], []));
        var verdict = Policy.BuiltIn.Judge(findings, ["POLITY"]);

        var judged = Assert.Single(verdict.All);
        Assert.Equal(("politics", "figure", "figure"), (judged.Label.Label1, judged.Label.Label2, judged.Label.Label3));
        Assert.Equal((RiskLevel.Review, RiskSource.Image), (judged.Level, judged.Source));
        Assert.Empty(verdict.Business);
    }

    private async Task<FaceRig> ReadAsync()
    {
        var rig = new FaceRig(new FaceOptions { Gallery = _folder.FullName });
        _ = rig.Detector.Gallery!.Faces;
        await rig.Detector.Gallery.Reading;
        return rig;
    }

    private static async Task LookAgainAsync(FaceRig rig)
    {
        rig.Time.Advance(FaceGallery.LookEvery);
        _ = rig.Detector.Gallery!.Faces;
        await rig.Detector.Gallery.Reading;
    }

    private void Put(string name, byte[] bytes) => File.WriteAllBytes(Path.Combine(_folder.FullName, name), bytes);
}
