using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Own;

/// <summary>
/// What a classifier of sound says of one piece. It may say it of several parts, and of several moments of a part: of each label the
/// highest probability counts.
/// </summary>
internal sealed class HeardLabels(string model, string[] labels, OutputActivation activation, OwnMapping mapping)
{
    /// <summary>Moments of a part: a part of 10 s has one every 10 ms at most.</summary>
    public const int MostMoments = 1000;

    private readonly float[] _highest = new float[labels.Length];

    /// <summary>The findings so far.</summary>
    public IReadOnlyList<Finding> Findings => mapping.Findings(label => _highest[Array.IndexOf(labels, label)]);

    /// <summary>Takes the numbers of one or more parts.</summary>
    /// <exception cref="ModelException">They are not as many as there are labels, or no probabilities.</exception>
    public void Add(float[] numbers)
    {
        if (numbers.Length == 0 || numbers.Length % labels.Length != 0)
        {
            throw new ModelException($"{model} gives {numbers.Length} numbers, and there are {labels.Length} labels");
        }

        foreach (var moment in numbers.Chunk(labels.Length))
        {
            if (!ClassifierOutput.TryActivate(activation, moment))
            {
                throw new ModelException($"{model} gives numbers that are no probabilities (Activation: {activation})");
            }

            for (var i = 0; i < moment.Length; i++)
            {
                _highest[i] = Math.Max(_highest[i], moment[i]);
            }
        }
    }
}
