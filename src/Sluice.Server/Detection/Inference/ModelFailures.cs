using Microsoft.Extensions.Logging;

namespace Sluice.Server.Detection.Inference;

/// <summary>Tells of models that could not be loaded: in the log and in the figures. Each tries again after a minute at the earliest.</summary>
internal sealed partial class ModelFailures(DetectionMetrics metrics, ILogger<ModelFailures> logger)
{
    public void OnFailed(OnnxModel model, ModelException failure)
    {
        metrics.OnModelFailed(model.Name);
        LogFailed(failure.Message);
    }

    [LoggerMessage(EventName = "ModelFailed", Level = LogLevel.Error, Message = "A model cannot be loaded: {Failure}")]
    private partial void LogFailed(string failure);
}
