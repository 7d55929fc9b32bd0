using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection;

/// <summary>How frames are judged.</summary>
internal sealed class DetectionOptions
{
    public const string Section = "Sluice:Detection";

    /// <summary>Batches judged at the same time, 1 to 256. Default: the number of processors.</summary>
    public int Workers { get; set; } = Environment.ProcessorCount;

    /// <summary>Frames of all streams that may wait, 1 to 100,000; who comes when it is full waits for room. Default 256.</summary>
    public int QueueLength { get; set; } = 256;

    /// <summary>
    /// Frames that one worker takes at once, 1 to 64. Default 4. Each takes up to 10 MB while it is judged, times the workers.
    /// </summary>
    public int MaxBatch { get; set; } = 4;

    /// <summary>How long one detector may take over one batch, 10 ms to 10 minutes. Default 3 s.</summary>
    public TimeSpan DetectorTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A frame that shows what its stream's last judged one showed is given that one's findings, for so long, at most 1 hour; then it
    /// is judged again. Default 30 s; 0: every frame is judged.
    /// </summary>
    public TimeSpan UnchangedFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The folder of the models. Default: where set-up puts them, <c>.sluice/models</c> of the checkout.</summary>
    public string ModelFolder { get; set; } = Inference.ModelFolder.Default;

    /// <summary>Processors that one call of a model may use, 1 to 64. Default 1: with several frames at a time that judges the most.</summary>
    public int ModelThreads { get; set; } = 1;

    /// <summary>The operator's own models, by name. Default: none.</summary>
    public Dictionary<string, OwnModelOptions> Models { get; set; } = [];

    /// <summary>The operator's own models of sound, by name. Default: none.</summary>
    public Dictionary<string, OwnSoundOptions> SoundModels { get; set; } = [];
}
