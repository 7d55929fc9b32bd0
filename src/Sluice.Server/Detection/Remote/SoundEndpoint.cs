using System.Text.Json;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Own;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// A classifier of sound behind KServe's protocol, version 2: a tensor of samples from -1 to 1, 16,000 a second. What the model takes is
/// asked once, and again after it refused. A segment is a call for each part that the model takes by itself.
/// </summary>
internal sealed class SoundEndpoint(RemoteClient client, OwnSoundOptions options, string[] labels, OwnMapping mapping)
{
    private readonly string _path = $"v2/models/{Uri.EscapeDataString(options.Model!)}";
    private volatile Served? _served;

    /// <exception cref="RemoteException">It did not judge it.</exception>
    public async Task<IReadOnlyList<Finding>> AskAsync(Waveform sound, CancellationToken cancellationToken)
    {
        var served = _served;
        if (served is null)
        {
            using var described = await client.GetAsync(_path, cancellationToken).ConfigureAwait(false);
            _served = served = Read(described.RootElement);
        }

        try
        {
            var heard = new HeardLabels("the model", labels, options.Activation, mapping);
            foreach (var (samples, sounds) in served.Shape.Parts(sound.Samples))
            {
                var dimensions = served.Shape.Dimensions(sounds, samples.Length / sounds);
                using var question = InferenceBody.Write(served.Input, dimensions, samples, served.Output, options.Binary);
                using var answer = await client.PostAsync($"{_path}/infer", question, cancellationToken).ConfigureAwait(false);
                heard.Add(InferenceBody.Read(answer.RootElement, served.Output, sounds * labels.Length * HeardLabels.MostMoments)
                    ?? throw Bad($"the answer has no output '{served.Output}' of numbers"));
            }

            return heard.Findings;
        }
        catch (ModelException failure)
        {
            _served = null;
            throw Bad(failure.Message);
        }
        catch (RemoteException failure) when (failure.Outcome is CallOutcome.Refused or CallOutcome.BadAnswer)
        {
            _served = null;
            throw;
        }
    }

    private Served Read(JsonElement described)
    {
        if (ServedModel.Tensors(described, "inputs") is not [var input] || ServedModel.Name(input) is not { } name ||
            ServedModel.Text(input, "datatype") != ServedModel.Float || ServedModel.Lengths(input) is not { } declared)
        {
            throw Bad($"the model does not take one tensor of {ServedModel.Float}");
        }

        List<string> problems = [];
        if (WaveShape.Find(declared, options, problems) is not { } shape)
        {
            throw Bad($"the model does not fit: {string.Join("; ", problems)}");
        }

        return ServedModel.Tensors(described, "outputs") is [var output, ..] && ServedModel.Name(output) is { } outputName
            ? new Served(name, shape, outputName)
            : throw Bad("the model gives nothing");
    }

    private static RemoteException Bad(string message) => new(CallOutcome.BadAnswer, message);

    private sealed record Served(string Input, WaveShape Shape, string Output);
}
