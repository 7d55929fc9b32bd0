using Sluice.Server.Detection.Quality;

namespace Sluice.Server.Verdicts.Business;

/// <summary>What pictures in which little can be seen are called.</summary>
internal static class QualityLabels
{
    private const string Type = "LOWVISION";
    private static readonly LabelName LowVision = new("画面质量低", "Low vision");

    public static IReadOnlyList<BusinessRule> Rules { get; } =
    [
        Rule(QualityDetector.Blur, new("模糊", "Blurred")),
        Rule(QualityDetector.Black, new("黑屏", "Black screen")),
        Rule(QualityDetector.White, new("白屏", "White screen")),
        Rule(QualityDetector.Frozen, new("画面静止", "Frozen picture")),
    ];

    private static BusinessRule Rule(string name, LabelName label) =>
        new(Type, QualityDetector.Kind, name, new BusinessName("lowvision", name, name, LowVision, label, label));
}
