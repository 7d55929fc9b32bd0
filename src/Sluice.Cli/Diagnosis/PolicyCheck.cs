using Sluice.Cli.Policies;

namespace Sluice.Cli.Diagnosis;

/// <summary>Has the policy no errors?</summary>
internal static class PolicyCheck
{
    private const int MostShown = 5;

    /// <exception cref="CommandFailedException">The settings cannot be read.</exception>
    public static DoctorCheck Run(string dataFolder)
    {
        var policy = PolicySettings.Load(dataFolder, null);
        return policy.Set is null
            ? new DoctorCheck("policy", false, string.Join("; ", policy.Errors.Take(MostShown)) + More(policy.Errors.Count - MostShown))
            : new DoctorCheck("policy", true, policy.Summary);
    }

    private static string More(int more) => more > 0 ? $"; and {more} more: sluice policy check names all" : "";
}
