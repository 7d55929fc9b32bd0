using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Sluice.Server.Admission;
using Sluice.Server.Api;
using Sluice.Server.Api.Calls;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Detection.Text;
using Sluice.Server.Egress;
using Sluice.Server.Evidence;
using Sluice.Server.Lists;
using Sluice.Server.Matching;
using Sluice.Server.Operations;
using Sluice.Server.Pulling;
using Sluice.Server.Speech;
using Sluice.Server.Storage;
using Sluice.Server.Storage.Sqlite;
using Sluice.Server.Streams;
using Sluice.Server.Verdicts;
using Sluice.Server.Verdicts.Policies;

namespace Sluice.Server.Hosting;

/// <summary>Puts the rooms together.</summary>
internal static class ServerBuilder
{
    /// <summary>The file in the data folder that configuration is read from.</summary>
    public const string ConfigurationFile = "sluice.json";

    /// <summary>The database in the data folder.</summary>
    public const string DatabaseFile = "sluice.db";

    /// <summary>Streams and calls come to rest within this; SIGTERM promises 10 s.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(9);

    /// <summary>All that has settings. What is not here is refused as unknown.</summary>
    internal static readonly (string Section, Type Options)[] Rooms =
    [
        (ServerOptions.Section, typeof(ServerOptions)),
        (StreamsOptions.Section, typeof(StreamsOptions)),
        (AdmissionOptions.Section, typeof(AdmissionOptions)),
        (PullOptions.Section, typeof(PullOptions)),
        (DetectionOptions.Section, typeof(DetectionOptions)),
        (CodeOptions.Section, typeof(CodeOptions)),
        (QualityOptions.Section, typeof(QualityOptions)),
        (NudityOptions.Section, typeof(NudityOptions)),
        (ObjectOptions.Section, typeof(ObjectOptions)),
        (FaceOptions.Section, typeof(FaceOptions)),
        (TextOptions.Section, typeof(TextOptions)),
        (VerdictOptions.Section, typeof(VerdictOptions)),
        (SoundOptions.Section, typeof(SoundOptions)),
        (SpeechOptions.Section, typeof(SpeechOptions)),
        (CallbackOptions.Section, typeof(CallbackOptions)),
        (EvidenceOptions.Section, typeof(EvidenceOptions)),
        (EgressOptions.Section, typeof(EgressOptions)),
    ];

    /// <exception cref="OptionsValidationException">Holds every error of the configuration.</exception>
    public static WebApplication Build(ServerSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = setup.DataFolder });
        Configure(builder.Configuration, setup);
        ConfigureLogging(builder.Logging, builder.Configuration);
        ConfigureKestrel(builder.WebHost, builder.Configuration, setup.Urls);
        AddRooms(builder.Services, setup);
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);

        var application = builder.Build();
        Validate(application.Services, application.Configuration);
        application.UseRouting();
        application.MapApi();
        application.MapOperations();
        EvidenceEndpoint.Map(application);
        return application;
    }

    /// <summary>Reads a server's configuration.</summary>
    /// <exception cref="OptionsValidationException">Its file cannot be read.</exception>
    public static void Configure(IConfigurationBuilder configuration, ServerSetup setup)
    {
        try
        {
            configuration.AddJsonFile(Path.Combine(setup.DataFolder, ConfigurationFile), optional: true, reloadOnChange: false);
        }
        catch (InvalidDataException exception)
        {
            // The innermost knows the line and the position.
            var problem = exception.GetBaseException().Message;
            throw new OptionsValidationException(ConfigurationFile, typeof(ServerSetup), [$"{ConfigurationFile}: {problem}"]);
        }

        configuration.AddEnvironmentVariables();
        configuration.AddInMemoryCollection(setup.Settings);
    }

    private static void ConfigureLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);
        // One line for every question of a load balancer; who asks has the answer.
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Critical);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        logging.AddConsole(console => console.FormatterName = LineFormatter.FormatterName).AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
        // Standard output belongs to the one line "ready".
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    private static void ConfigureKestrel(ConfigureWebHostBuilder host, IConfiguration configuration, string urls)
    {
        host.UseKestrelCore().UseKestrelHttpsConfiguration();
        host.UseUrls(urls);
        host.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.HardBytes;
            kestrel.Configure(configuration.GetSection("Kestrel"));
        });
    }

    // Hosted services start in this order, and stop in the reverse: metrics and the store first, the streams last, then calls.
    private static void AddRooms(IServiceCollection services, ServerSetup setup)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddOptions<ServerOptions>().BindConfiguration(ServerOptions.Section);
        services.AddSingleton<IValidateOptions<ServerOptions>, ServerOptionsValidator>();
        services.AddSingleton<PublicUrl>();
        services.AddSingleton<StoreMetrics>();
        services.AddSingleton<IStore>(provider => new SqliteStore(
            Path.Combine(setup.DataFolder, DatabaseFile),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<StoreMetrics>(),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddSingleton<ICallbackStore>(provider => provider.GetRequiredService<IStore>());
        services.AddOperations();
        services.AddHostedService<StoreStarter>();
        services.AddEgress(setup.Lookup);
        services.AddEvidence(setup.DataFolder, provider => provider.GetRequiredService<PublicUrl>().Value);
        services.AddDetection(setup.DataFolder);
        services.AddLists();
        services.AddMatching();
        services.AddVerdicts(setup.DataFolder);
        services.AddSpeech(setup.DataFolder);
        services.AddCallbacks();
        services.AddPulling(setup.DataFolder);
        services.AddAdmission();
        services.AddStreams();
        services.AddApi();
    }

    private static void Validate(IServiceProvider services, IConfiguration configuration)
    {
        var errors = SettingsCheck.Errors(configuration, Rooms).ToList();
        if (errors.Count == 0)
        {
            errors.AddRange(Rooms.SelectMany(room => Errors(services, room.Options)));
        }

        if (errors.Count == 0)
        {
            errors.AddRange(services.GetRequiredService<PolicyKeeper>().Load());
        }

        if (errors.Count > 0)
        {
            throw new OptionsValidationException(ServerOptions.Section, typeof(ServerOptions), errors);
        }
    }

    private static IEnumerable<string> Errors(IServiceProvider services, Type options)
    {
        try
        {
            var bound = services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options));
            bound.GetType().GetProperty(nameof(IOptions<>.Value))!.GetMethod!.Invoke(bound, BindingFlags.DoNotWrapExceptions, null, null, null);
            return [];
        }
        catch (OptionsValidationException exception)
        {
            return exception.Failures;
        }
    }
}
