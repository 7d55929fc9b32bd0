using Sluice.Protocol;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Verdicts;

namespace Sluice.Tests.Verdicts;

public class FaceLabelsTests
{
    private static readonly PixelBox Place = new(10, 20, 110, 140);

    [Theory]
    [InlineData("FACEDETECTION", "face", null, "face:face:face", "Face:Face:Face", "人脸:人脸:人脸")]
    [InlineData("AGE", "age", "child", "age:child:child", "Age:Child:Child", "年龄:儿童:儿童")]
    [InlineData("AGE", "age", "teen", "age:teen:teen", "Age:Teenager:Teenager", "年龄:青少年:青少年")]
    [InlineData("AGE", "age", "young", "age:young:young", "Age:Young adult:Young adult", "年龄:青年:青年")]
    [InlineData("AGE", "age", "middle", "age:middle:middle", "Age:Middle-aged:Middle-aged", "年龄:中年:中年")]
    [InlineData("AGE", "age", "senior", "age:senior:senior", "Age:Senior:Senior", "年龄:老年:老年")]
    [InlineData("GENDER", "gender", "male", "gender:male:male", "Gender:Male:Male", "性别:男性:男性")]
    [InlineData("GENDER", "gender", "female", "gender:female:female", "Gender:Female:Female", "性别:女性:女性")]
    [InlineData("PUBLICFIGURE", "known_face", "Ada", "publicfigure:publicfigure:publicfigure", "Public figure:Public figure:Public figure", "公众人物:公众人物:公众人物")]
    [InlineData("FACECOMPARE", "same_face", null, "facecompare:same:same", "Face comparison:Same person:Same person", "人脸比对:同一人:同一人")]
    [InlineData("FACECOMPARE", "other_face", null, "facecompare:different:different", "Face comparison:Different person:Different person", "人脸比对:非同一人:非同一人")]
    public void Each_type_has_its_label_and_its_names(string type, string kind, string? name, string words, string english, string chinese)
    {
        var verdict = Policy.BuiltIn.Judge([Found(kind, 0.7, name)], [], [type]);

        var label = Assert.Single(FrameBusiness.Labels(verdict, MessageLanguage.English));
        Assert.Equal(words, $"{label.BusinessLabel1}:{label.BusinessLabel2}:{label.BusinessLabel3}");
        Assert.Equal((english, 0.7, 1), (label.BusinessDescription, label.Probability, label.ConfidenceLevel));
        Assert.Equal(chinese, Assert.Single(FrameBusiness.Labels(verdict, MessageLanguage.Chinese)).BusinessDescription);
        var face = Assert.Single(label.BusinessDetail!.Faces!);
        Assert.Equal([10, 20, 110, 140], face.Location!);
        Assert.Equal(kind == "known_face" ? "Ada" : null, face.Name);
        Assert.Null(label.BusinessDetail.Objects);
        Assert.Equal(RiskLevel.Pass, verdict.Level);
    }

    [Fact]
    public void Nobody_hears_of_what_was_not_asked_for() =>
        Assert.Empty(Policy.BuiltIn.Judge([Found("face", 0.9), Found("age", 0.9, "child"), Found("known_face", 0.9, "Ada")], ["QRCODE"], ["GENDER"]).Business);

    [Fact]
    public void What_is_said_of_one_face_is_one_face_with_its_name()
    {
        var verdict = Policy.BuiltIn.Judge(
            [Found("face", 0.9), Found("known_face", 0.6, "Ada"), Found("age", 0.5, "young"), Found("gender", 0.8, "female")],
            ["POLITY"],
            ["FACEDETECTION", "AGE", "GENDER", "PUBLICFIGURE"]);

        var risk = FrameRisk.Of(verdict);

        var face = Assert.Single(risk.Faces!);
        Assert.Equal((1, "Ada", 0.9), (risk.FaceNum, face.Name, face.Probability));
        Assert.Null(risk.Objects);
        Assert.Null(risk.Persons);
        Assert.Equal(("politics", "figure"), (verdict.Label.Label1, verdict.Label.Label2));
    }

    private static Finding Found(string kind, double probability, string? name = null) =>
        new("faces", kind, probability) { Location = Place, Share = 0.02, Name = name };
}
