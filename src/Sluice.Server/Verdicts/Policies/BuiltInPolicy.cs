using System.Reflection;

namespace Sluice.Server.Verdicts.Policies;

/// <summary>The policy that comes with the program: <c>builtin.json</c>, in the form in which everybody writes theirs.</summary>
internal static class BuiltInPolicy
{
    private const string Resource = "Sluice.Server.Verdicts.Policies.builtin.json";

    public static WrittenPolicy Written { get; } = Read();

    private static WrittenPolicy Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)!;
        var json = new byte[stream.Length];
        stream.ReadExactly(json);
        var reading = new PolicyReader(ConfiguredRules.None).Read(json, PolicySet.BuiltInVersion, PolicySet.BuiltInVersion);
        return reading.Set?.Base ?? throw new InvalidOperationException(string.Join('\n', reading.Errors.Select(error => error.In(Resource))));
    }
}
