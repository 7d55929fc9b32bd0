using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Sluice.Cli.Policies;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Egress;
using Sluice.Server.Hosting;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Cli.Judging;

/// <summary>The detectors and recognisers of a server, by the settings of its data folder, without the server.</summary>
internal sealed class OfflineJudge : IAsyncDisposable
{
    /// <summary>No stream waits: a slow machine may take its time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ServiceProvider _services;
    private readonly DetectorRunner _runner;
    private readonly PolicyScope _scope;
    private readonly Policy _policy;

    private OfflineJudge(ServiceProvider services, DetectorRunner runner, PolicyScope scope, DetectionOptions options)
    {
        (_services, _runner, _scope) = (services, runner, scope);
        _policy = services.GetRequiredService<CurrentPolicy>().Set.For(scope);

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

    /// <summary>The audio risk types that can be judged here by what is said in a language, or by the sound itself.</summary>
    public IReadOnlyList<string> AudioTypes(string language) =>
        [.. SpokenTypes.Risks.Where(_ => IsUnderstood(language)).Concat(Hearing.SelectMany(detector => detector.RiskTypes)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The audio business types that can be served here.</summary>
    public IReadOnlyList<string> AudioBusinessTypes(string language) =>
        [
            .. (_services.GetRequiredService<ITranscriber>().TellsLanguage(language) ? (string[])[SpokenTypes.Language] : [])
                .Concat(Hearing.SelectMany(detector => detector.BusinessTypes)).Distinct().Order(StringComparer.Ordinal),
        ];

    /// <summary>Why speech of a language is not understood here; null: it is.</summary>
    public string? NotUnderstood(string language) => IsUnderstood(language)
        ? null
        : _services.GetRequiredService<SpeechCatalog>().Installed.Single(installed => installed.Language == language).Detail;

    private IReadOnlyList<ISoundDetector> Hearing => _services.GetRequiredService<DetectorCatalog>().Hearing;

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
            services.AddSpeech(dataFolder);
            services.AddOptions<PullOptions>().BindConfiguration(PullOptions.Section);
            services.AddSingleton<PullMetrics>();
            services.AddVerdicts(dataFolder);
            services.PostConfigure<DetectionOptions>(options => options.DetectorTimeout = Longer(options.DetectorTimeout, Patience));
            var provider = services.BuildServiceProvider();
            var options = provider.GetRequiredService<IOptions<DetectionOptions>>().Value;
            if (provider.GetRequiredService<PolicyKeeper>().Load() is { Count: > 0 } errors)
                throw new CommandFailedException(string.Join("; ", errors));
            var runner = provider.GetRequiredService<DetectorRunner>();
            await runner.StartAsync(cancellationToken);
            return new OfflineJudge(provider, runner, scope, options);
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

    /// <summary>Judges a file's sound as that of a stream. One file at a time.</summary>
    public SegmentJudge Sound(SoundWants wants)
    {
        var speech = _services.GetRequiredService<IOptions<SpeechOptions>>().Value;
        var words = new SpokenWords(
            _services.GetRequiredService<ITranscriber>(),
            wants.Language,
            speech.LoadTimeout + speech.Timeout + Patience,
            _services.GetRequiredService<PullMetrics>(),
            _services.GetRequiredService<TimeProvider>(),
            _services.GetRequiredService<ILogger<SpokenWords>>());
        return new SegmentJudge(
            _services.GetRequiredService<ISoundJudge>(),
            words,
            _services.GetRequiredService<ITextMatcher>(),
            _services.GetRequiredService<ITenantLists>(),
            new StreamPolicy(_services.GetRequiredService<CurrentPolicy>(), _scope),
            wants);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private bool IsUnderstood(string language) => _services.GetRequiredService<ITranscriber>().Languages.Contains(language);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // What a detector complains of is of use; what is installed is not asked here.
    private static void AddLogging(ILoggingBuilder logging)
    {
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
