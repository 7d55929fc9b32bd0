using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Sluice.Cli.Policies;
using Sluice.Server.Detection;
using Sluice.Server.Egress;
using Sluice.Server.Hosting;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Judging;

/// <summary>The detectors of a server, by the settings of its data folder, without the server.</summary>
internal sealed class OfflineJudge : IAsyncDisposable
{
    /// <summary>No stream waits: a slow machine may take its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ServiceProvider _services;
    private readonly DetectorRunner _runner;
    private readonly Policy _policy;

    private OfflineJudge(ServiceProvider services, DetectorRunner runner, Policy policy, DetectionOptions options)
    {
        (_services, _runner, _policy) = (services, runner, policy);

        // An endpoint is asked no more at once than its budget allows: what is beyond it would not be judged.
        Concurrency = options.Models.Values.Select(model => model.Calls.AtOnce).Append(options.Workers * options.MaxBatch).Min();
    }

    /// <summary>Frames that are worth judging at the same time.</summary>
    public int Concurrency { get; }

    /// <summary>The risk types that can be judged here.</summary>
    public IReadOnlyList<string> RiskTypes => [.. Available.SelectMany(detector => detector.RiskTypes).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The business types that can be served here.</summary>
    public IReadOnlyList<string> BusinessTypes =>
        [.. Available.SelectMany(detector => detector.BusinessTypes).Distinct().Order(StringComparer.Ordinal)];

    private IReadOnlyList<IDetector> Available => _services.GetRequiredService<DetectorCatalog>().Available;

    /// <param name="dataFolder">Whose settings hold.</param>
    /// <param name="policyFile">In place of the policy of the settings; null: that one.</param>
    /// <param name="scope">For whom is judged.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="CommandFailedException">The settings or the policy are wrong or cannot be read.</exception>
    public static async Task<OfflineJudge> StartAsync(
        string dataFolder, string? policyFile, PolicyScope scope, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        try
        {
            var configuration = new ConfigurationBuilder();
            ServerBuilder.Configure(configuration, new ServerSetup("", dataFolder, PolicySettings.Of(policyFile)));
            services.AddSingleton<IConfiguration>(configuration.Build());
            services.AddSingleton(TimeProvider.System);
            services.AddMetrics();
            services.AddLogging(AddLogging);
            services.AddEgress();
            services.AddDetection(dataFolder);
            services.AddSingleton<ITenantLists, NoLists>();
            services.AddMatching();
            services.AddVerdicts(dataFolder);
            services.PostConfigure<DetectionOptions>(options => options.DetectorTimeout = Longer(options.DetectorTimeout, Patience));
            var provider = services.BuildServiceProvider();
            var options = provider.GetRequiredService<IOptions<DetectionOptions>>().Value;
            if (provider.GetRequiredService<PolicyKeeper>().Load() is { Count: > 0 } errors)
                throw new CommandFailedException(string.Join("; ", errors));
            var runner = provider.GetRequiredService<DetectorRunner>();
            await runner.StartAsync(cancellationToken);
            return new OfflineJudge(provider, runner, provider.GetRequiredService<CurrentPolicy>().Set.For(scope), options);
        }
        catch (OptionsValidationException failure)
        {
            throw new CommandFailedException(string.Join("; ", failure.Failures));
        }
        catch (InvalidOperationException failure)
        {
            // A value that is none of its kind.
            throw new CommandFailedException(failure.Message);
        }
    }

    /// <returns>What a frame came to, and the lines of text in it.</returns>
    public async Task<(Verdict Verdict, IReadOnlyList<string> Lines)> JudgeAsync(byte[] jpeg, FrameWants wants, CancellationToken cancellationToken)
    {
        var judged = await _runner.JudgeAsync(() => jpeg, wants, cancellationToken) ?? JudgedFrame.Empty;
        var verdict = _services.GetRequiredService<FrameMeaning>().Judge(_policy, tenant: "", wants, judged);
        return (verdict, verdict.Text?.Split('\n') ?? []);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // What a detector complains of is of use; what is installed is not asked here.
    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
