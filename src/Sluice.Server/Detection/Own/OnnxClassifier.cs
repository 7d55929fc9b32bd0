using Microsoft.ML.OnnxRuntime;
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
            findings.AddRange(Judge(batch, cancellationToken));
        }

        return ValueTask.FromResult<IReadOnlyList<IReadOnlyList<Finding>>>(findings);
    }

    private IReadOnlyList<IReadOnlyList<Finding>> Judge(Picture[] batch, CancellationToken cancellationToken)
    {
        var numbers = model.Run(batch, model.Shape, input.Write, First, cancellationToken);
        try
        {
            return [.. Judged(numbers, batch.Length)];
        }
        catch (ModelException failure) when (batch.Length > 1)
        {
            // One of the pictures may be the cause: they are asked one by one.
            throw new InvalidOperationException(failure.Message, failure);
        }
    }

    /// <summary>What other outputs there are is of no interest, whatever they are.</summary>
    private static float[] First(ModelOutputs outputs) => outputs[0].ToArray();

    /// <summary>Judges a black picture.</summary>
    /// <exception cref="ModelException">It cannot be loaded, or gives other numbers than are configured.</exception>
    public void Try()
    {
        try
        {
            _ = Judged(model.Run([0], model.Shape, (_, target) => target.Clear(), First, CancellationToken.None), 1).ToArray();
        }
        catch (OnnxRuntimeException failure)
        {
            throw new ModelException($"{model.Name} cannot judge a picture: {failure.Message}");
        }
    }

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
