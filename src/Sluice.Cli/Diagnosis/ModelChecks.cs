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
            return new DoctorCheck(installed.Name, true, installed.Detail);
        }
        catch (ModelException failure)
        {
            return new DoctorCheck(installed.Name, false, failure.Message);
        }
    }
}
