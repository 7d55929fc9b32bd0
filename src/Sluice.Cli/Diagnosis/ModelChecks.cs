using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;

namespace Sluice.Cli.Diagnosis;

/// <summary>Can the models be loaded, and do they judge?</summary>
internal static class ModelChecks
{
    public static IReadOnlyList<DoctorCheck> Run(DetectorCatalog catalog) =>
        [.. catalog.Detectors.Where(installed => installed.TryModels is not null).Select(Check)];

    private static DoctorCheck Check(InstalledDetector installed)
    {
        try
        {
            installed.TryModels!();
            var cost = installed.Cost is { } each ? $"; about {each.TotalMilliseconds:0} ms of a processor for {(installed.Detector is null ? "10 s of sound" : "a 720p frame")}" : "";
            return new DoctorCheck(installed.Name, true, installed.Detail + cost);
        }
        catch (ModelException failure)
        {
            return new DoctorCheck(installed.Name, false, failure.Message);
        }
    }
}
