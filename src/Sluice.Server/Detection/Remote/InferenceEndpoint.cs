using System.Text.Json;
using Sluice.Server.Detection.Own;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// KServe's protocol, version 2 (the open inference protocol) over HTTP. What the model takes is asked once, and again after it refused.
/// </summary>
internal sealed class InferenceEndpoint(RemoteClient client, OwnModelOptions options, string[] labels, OwnMapping mapping) : IRemoteModel
{
    private readonly string _path = $"v2/models/{Uri.EscapeDataString(options.Model!)}";
    private readonly Dictionary<string, int> _indexes = mapping.Labels.ToDictionary(label => label, label => Array.IndexOf(labels, label));
    private volatile ServedModel? _served;

    public async Task<IReadOnlyList<Finding>> AskAsync(Picture picture, CancellationToken cancellationToken)
    {
        var served = _served;
        if (served is null)
        {
            using var described = await client.GetAsync(_path, cancellationToken).ConfigureAwait(false);
            _served = served = ServedModel.Read(described.RootElement, options, labels.Length);
        }

        try
        {
            using var answer = await client.PostAsync($"{_path}/infer", Question(served, picture), cancellationToken).ConfigureAwait(false);
            var numbers = Numbers(answer.RootElement, served.Output);
            return ClassifierOutput.TryActivate(options.Activation, numbers)
                ? mapping.Findings(label => numbers[_indexes[label]])
                : throw Bad($"the answer's numbers are no probabilities (Activation: {options.Activation})");
        }
        catch (RemoteException failure) when (failure.Outcome is CallOutcome.Refused or CallOutcome.BadAnswer)
        {
            _served = null;
            throw;
        }
    }

    private ReadOnlyMemoryContent Question(ServedModel served, Picture picture)
    {
        var pixels = new float[served.Input.Shape.Length];
        served.Input.Write(picture, pixels);
        return InferenceBody.Write(served.InputName, served.Input.Shape.Dimensions(1), pixels, served.Output, options.Binary);
    }

    private float[] Numbers(JsonElement answer, string output) =>
        InferenceBody.Read(answer, output, labels.Length) is { } numbers && numbers.Length == labels.Length
            ? numbers
            : throw Bad($"the answer has no output '{output}' of {labels.Length} numbers");

    private static RemoteException Bad(string message) => new(CallOutcome.BadAnswer, message);
}
