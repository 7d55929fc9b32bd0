using Sluice.Server.Detection;
using Sluice.Server.Detection.Text;

namespace Sluice.Cli.Diagnosis;

/// <summary>Is there a program that reads Arabic, and can it run confined?</summary>
internal static class TesseractCheck
{
    private const string Name = "tesseract";

    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(DetectorCatalog catalog, CancellationToken cancellationToken)
    {
        // Without models no line is found that it could read.
        if (catalog.Available.OfType<TextDetector>().FirstOrDefault() is not { } detector)
        {
            return [];
        }

        return await detector.FindArabicFaultAsync(cancellationToken) is { } fault
            ? [new DoctorCheck(Name, false, $"Arabic on screen is not read: {fault}")]
            : [new DoctorCheck(Name, true, "reads Arabic on screen")];
    }
}
