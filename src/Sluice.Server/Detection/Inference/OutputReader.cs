namespace Sluice.Server.Detection.Inference;

/// <summary>Makes of a network's numbers what is of interest, while they are there.</summary>
internal delegate TResult OutputReader<out TResult>(ModelOutputs outputs);
