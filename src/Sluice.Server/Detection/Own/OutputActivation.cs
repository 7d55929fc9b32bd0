namespace Sluice.Server.Detection.Own;

/// <summary>What makes probabilities of a model's numbers.</summary>
internal enum OutputActivation
{
    /// <summary>They are probabilities.</summary>
    None,

    /// <summary>One label is right: they add up to 1.</summary>
    Softmax,

    /// <summary>Each label is right or not, whatever the others are.</summary>
    Sigmoid,
}
