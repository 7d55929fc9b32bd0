namespace Sluice.Server.Verdicts.Labels;

/// <summary>What pictures in which little can be seen are called.</summary>
internal static class QualityLabels
{
    private static readonly LabelName LowVision = new("画面质量低", "Low vision");

    public static IReadOnlyList<Label> All { get; } =
    [
        Label.Of("lowvision", LowVision, "blur", new("模糊", "Blurred")),
        Label.Of("lowvision", LowVision, "black", new("黑屏", "Black screen")),
        Label.Of("lowvision", LowVision, "white", new("白屏", "White screen")),
        Label.Of("lowvision", LowVision, "frozen", new("画面静止", "Frozen picture")),
    ];
}
