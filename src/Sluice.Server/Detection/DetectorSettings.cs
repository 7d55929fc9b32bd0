using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Server.Detection.Codes;
using Sluice.Server.Detection.Faces;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Nudity;
using Sluice.Server.Detection.Objects;
using Sluice.Server.Detection.Quality;
using Sluice.Server.Detection.Remote;
using Sluice.Server.Detection.Sound;
using Sluice.Server.Detection.Text;
using Sluice.Server.Egress;

namespace Sluice.Server.Detection;

/// <summary>All that detectors are made from.</summary>
/// <param name="Time">For trying again to load a model, and for calls to endpoints.</param>
internal sealed record DetectorSettings(TimeProvider Time)
{
    public DetectionOptions Detection { get; init; } = new();

    public NudityOptions Nudity { get; init; } = new();

    public ObjectOptions Objects { get; init; } = new();

    public FaceOptions Faces { get; init; } = new();

    public SoundOptions Sound { get; init; } = new();

    /// <summary>The way to pictures that customers name; null: nothing is fetched.</summary>
    public EgressConnector? Egress { get; init; }

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    public CodeOptions Codes { get; init; } = new();

    public QualityOptions Quality { get; init; } = new();

    public TextOptions Text { get; init; } = new();

    /// <summary>What no child may see.</summary>
    public string DataFolder { get; init; } = "/nonexistent";

    /// <summary>Told of each frame whose Arabic could not be read.</summary>
    public Action<ArabicFailure>? OnArabicFailure { get; init; }

    /// <summary>Told of each frame whose text was read, what that took.</summary>
    public Action<ReadingWork>? OnTextRead { get; init; }

    /// <summary>Told of each load of a model that fails.</summary>
    public Action<OnnxModel, ModelException>? OnFailure { get; init; }

    /// <summary>Told of each picture that an endpoint was to judge.</summary>
    public Action<RemoteCall>? OnCall { get; init; }

    /// <summary>A network of the model folder. It is not loaded yet.</summary>
    public OnnxModel Model(string file, ModelShape shape) =>
        new(Path.Combine(Detection.ModelFolder, file), shape, Detection.ModelThreads, Time, OnFailure);
}
