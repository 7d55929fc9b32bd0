using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Own;

/// <summary>A classifier in a file of the operator. Loaded when a frame first needs it.</summary>
internal sealed class OnnxClassifier(
    string name, OnnxModel model, ClassifierInput input, string[] labels, OutputActivation activation, OwnMapping mapping)
    : IDetector, IDisposable
{
    private readonly Dictionary<string, int> _indexes = mapping.Labels.ToDictionary(label => label, label => Array.IndexOf(labels, label));

    public string Name => name;

    public IReadOnlySet<string> RiskTypes => mapping.RiskTypes;

    public IReadOnlySet<string> BusinessTypes => mapping.BusinessTypes;

    public ValueTask<IReadOnlyList<IReadOnlyList<Finding>>> DetectAsync(IReadOnlyList<Picture> pictures, CancellationToken cancellationToken)
    {
        List<IReadOnlyList<Finding>> findings = new(pictures.Count);
        foreach (var batch in pictures.Chunk(input.Shape.TakesMany ? pictures.Count : 1))
        {
            findings.AddRange(Judged(model.Run(batch, input.Write, cancellationToken)[0], batch.Length));
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(findings);
    }

    /// <summary>Judges a black picture.</summary>
    /// <exception cref="ModelException">It cannot be loaded, or gives other numbers than are configured.</exception>
    public void Try() => _ = Judged(model.Run(new float[input.Shape.Length], 1, CancellationToken.None)[0], 1).ToArray();

    public void Dispose() => model.Dispose();

    private IEnumerable<IReadOnlyList<Finding>> Judged(float[] numbers, int count)
    {
        if (numbers.Length != labels.Length * count)
        {
            throw new ModelException($"{model.Name} gives {(double)numbers.Length / count} numbers for a picture, and there are {labels.Length} labels");
        }

        return numbers.Chunk(labels.Length).Select(each => ClassifierOutput.TryActivate(activation, each)
            ? mapping.Findings(label => each[_indexes[label]])
            : throw new ModelException($"{model.Name} gives numbers that are no probabilities (Activation: {activation})"));
    }
}
