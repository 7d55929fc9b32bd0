using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;

namespace Sluice.Server.Verdicts.Business;

/// <summary>What is said of faces to whoever asked for it. The protocol leaves the words to us.</summary>
internal static class FaceLabels
{
    private static readonly LabelName Face = new("人脸", "Face");
    private static readonly LabelName Age = new("年龄", "Age");
    private static readonly LabelName Gender = new("性别", "Gender");
    private static readonly LabelName Figure = new("公众人物", "Public figure");
    private static readonly LabelName Compare = new("人脸比对", "Face comparison");

    public static IReadOnlyList<BusinessRule> Rules { get; } =
    [
        new("FACEDETECTION", FindingKinds.Face, null, new("face", "face", "face", Face, Face, Face)),
        OfAge(AgeGroup.Child, new("儿童", "Child")),
        OfAge(AgeGroup.Teen, new("青少年", "Teenager")),
        OfAge(AgeGroup.Young, new("青年", "Young adult")),
        OfAge(AgeGroup.Middle, new("中年", "Middle-aged")),
        OfAge(AgeGroup.Senior, new("老年", "Senior")),
        OfGender(FaceDetector.Male, new("男性", "Male")),
        OfGender(FaceDetector.Female, new("女性", "Female")),
        new("PUBLICFIGURE", FindingKinds.KnownFace, null, new("publicfigure", "publicfigure", "publicfigure", Figure, Figure, Figure)),
        OfComparison(FindingKinds.SameFace, "same", new("同一人", "Same person")),
        OfComparison(FindingKinds.OtherFace, "different", new("非同一人", "Different person")),
    ];

    private static BusinessRule OfAge(string group, LabelName name) =>
        new("AGE", FindingKinds.Age, group, new("age", group, group, Age, name, name));

    private static BusinessRule OfGender(string gender, LabelName name) =>
        new("GENDER", FindingKinds.Gender, gender, new("gender", gender, gender, Gender, name, name));

    private static BusinessRule OfComparison(string kind, string word, LabelName name) =>
        new("FACECOMPARE", kind, null, new("facecompare", word, word, Compare, name, name));
}
