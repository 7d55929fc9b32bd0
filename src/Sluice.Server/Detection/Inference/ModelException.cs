namespace Sluice.Server.Detection.Inference;

/// <summary>A model's file is missing, damaged or not what it should be. The message names the file and what to do.</summary>
internal sealed class ModelException(string message) : Exception(message);
