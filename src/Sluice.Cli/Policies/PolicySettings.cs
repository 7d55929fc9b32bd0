using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Own;
using Sluice.Server.Hosting;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Policies;

/// <summary>The policy that a server on a data folder would have, by the settings there and in the environment.</summary>
internal static class PolicySettings
{
    private const string FileSetting = $"{VerdictOptions.Section}:{nameof(VerdictOptions.PolicyFile)}";

    /// <summary>Settings with another policy; null: with their own.</summary>
    public static IReadOnlyDictionary<string, string?> Of(string? file) =>
        file is null ? new Dictionary<string, string?>() : new Dictionary<string, string?> { [FileSetting] = file };

    /// <param name="dataFolder">Whose settings hold.</param>
    /// <param name="file">In place of theirs; null: theirs.</param>
    /// <exception cref="CommandFailedException">The settings cannot be read.</exception>
    public static LoadedPolicy Load(string dataFolder, string? file)
    {
        try
        {
            var builder = new ConfigurationBuilder();
            ServerBuilder.Configure(builder, new ServerSetup("", dataFolder, Of(file)));
            var settings = builder.Build();
            var detection = settings.GetSection(DetectionOptions.Section).Get<DetectionOptions>() ?? new DetectionOptions();
            var wrong = detection.Models.SelectMany(model => OwnModelValidator.Errors(model.Key, model.Value, detection.ModelFolder)).ToArray();
            return wrong.Length > 0
                ? throw new CommandFailedException(string.Join("; ", wrong))
                : Read(new PolicyFile(settings[FileSetting], dataFolder), ConfiguredRules.Of(detection.Models));
        }
        catch (Exception failure) when (failure is OptionsValidationException or InvalidOperationException)
        {
            throw new CommandFailedException(failure.Message);
        }
    }

    private static LoadedPolicy Read(PolicyFile file, ConfiguredRules configured)
    {
        var content = file.Read();
        if (content.Problem is { } problem)
            return new LoadedPolicy(file.Path, null, [$"{file.Path}: {problem}"]);
        if (content.Json is not { } json)
            return new LoadedPolicy(null, PolicySet.BuiltIn(configured), []);
        var reading = new PolicyReader(configured).Read(json, content.Version, Path.GetFileName(file.Path));
        return new LoadedPolicy(file.Path, reading.Set, [.. reading.Errors.Select(error => error.In(file.Path))]);
    }
}
