using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;

namespace Sluice.Cli.Diagnosis;

/// <summary>Do the endpoints judge that are configured? Each is asked once, with a black picture or with silence.</summary>
internal static class EndpointChecks
{
    public static async Task<IReadOnlyList<DoctorCheck>> RunAsync(DetectorCatalog catalog, CancellationToken cancellationToken)
    {
        var checks = new List<DoctorCheck>();
        foreach (var installed in catalog.Detectors.Where(installed => installed.TryRemote is not null))
            checks.Add(await CheckAsync(installed, cancellationToken));
        return checks;
    }

    private static async Task<DoctorCheck> CheckAsync(InstalledDetector installed, CancellationToken cancellationToken)
    {
        try
        {
            await installed.TryRemote!(cancellationToken);
            return new DoctorCheck(installed.Name, true, installed.Detail);
        }
        catch (ModelException failure)
        {
            return new DoctorCheck(installed.Name, false, failure.Message);
        }
    }
}
