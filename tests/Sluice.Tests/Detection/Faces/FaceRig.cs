using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Egress;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Detection.Faces;

/// <summary>A detector of faces with its log, on a clock that stands still.</summary>
internal sealed class FaceRig : IDisposable
{
    private readonly ILoggerFactory _loggers;

    /// <param name="options">Of faces.</param>
    /// <param name="modelFolder">Null: where set-up puts them.</param>
    /// <param name="allow">What may be contacted although it is not public.</param>
    public FaceRig(FaceOptions? options = null, string? modelFolder = null, params string[] allow)
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(new LogLines(Log)));
        var policy = new EgressPolicy(Options.Create(new EgressOptions { Allow = allow }));
        Installed = FaceDetector.Find(new DetectorSettings(Time)
        {
            Detection = new DetectionOptions { ModelFolder = modelFolder ?? ModelFolder.Default },
            Faces = options ?? new FaceOptions(),
            Egress = new EgressConnector(new EgressResolver(policy), TimeProvider.System),
            Loggers = _loggers,
            OnFailure = (model, _) => Failures.Enqueue(model.Name),
        });
    }

    public FakeTimeProvider Time { get; } = new();

    public ConcurrentQueue<string> Log { get; } = [];

    /// <summary>Models that could not be loaded.</summary>
    public ConcurrentQueue<string> Failures { get; } = [];

    public InstalledDetector Installed { get; }

    public FaceDetector Detector => Assert.IsType<FaceDetector>(Installed.Detector);

    /// <summary>What is found in a frame of which only business types are asked.</summary>
    public Task<IReadOnlyList<Finding>> SeeAsync(byte[] jpeg, params string[] businessTypes) => SeeAsync(jpeg, new FrameWants([], businessTypes));

    public async Task<IReadOnlyList<Finding>> SeeAsync(byte[] jpeg, FrameWants wants)
    {
        using var picture = JpegDecoder.Decode(jpeg, wants);
        return Assert.Single(await Detector.DetectAsync([picture], TestContext.Current.CancellationToken));
    }

    /// <summary>The kinds of findings with their names, in order.</summary>
    public static IEnumerable<string> Said(IEnumerable<Finding> findings) =>
        findings.Select(finding => finding.Name is null ? finding.Kind : $"{finding.Kind} {finding.Name}");

    public void Dispose()
    {
        (Installed.Detector as IDisposable)?.Dispose();
        _loggers.Dispose();
    }
}
