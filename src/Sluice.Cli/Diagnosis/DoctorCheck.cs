namespace Sluice.Cli.Diagnosis;

/// <summary>One thing that a server needs of this machine.</summary>
/// <param name="Name">What.</param>
/// <param name="Ok">It is there.</param>
/// <param name="Detail">What was found, or what is missing and what to do about it.</param>
internal sealed record DoctorCheck(string Name, bool Ok, string Detail);
