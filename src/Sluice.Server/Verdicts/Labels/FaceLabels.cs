namespace Sluice.Server.Verdicts.Labels;

/// <summary>What is said of faces. The protocol leaves the words to us.</summary>
internal static class FaceLabels
{
    private static readonly LabelName Face = new("人脸", "Face");
    private static readonly LabelName Age = new("年龄", "Age");
    private static readonly LabelName Gender = new("性别", "Gender");
    private static readonly LabelName KnownFigure = new("公众人物", "Public figure");
    private static readonly LabelName Compare = new("人脸比对", "Face comparison");

    public static IReadOnlyList<Label> All { get; } =
    [
        new("face", "face", "face", Face, Face, Face),
        Label.Of("age", Age, "child", new("儿童", "Child")),
        Label.Of("age", Age, "teen", new("青少年", "Teenager")),
        Label.Of("age", Age, "young", new("青年", "Young adult")),
        Label.Of("age", Age, "middle", new("中年", "Middle-aged")),
        Label.Of("age", Age, "senior", new("老年", "Senior")),
        Label.Of("gender", Gender, "male", new("男性", "Male")),
        Label.Of("gender", Gender, "female", new("女性", "Female")),
        new("publicfigure", "publicfigure", "publicfigure", KnownFigure, KnownFigure, KnownFigure),
        Label.Of("facecompare", Compare, "same", new("同一人", "Same person")),
        Label.Of("facecompare", Compare, "different", new("非同一人", "Different person")),
    ];
}
