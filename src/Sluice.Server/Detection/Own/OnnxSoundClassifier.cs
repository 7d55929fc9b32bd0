using Microsoft.ML.OnnxRuntime;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Detection.Own;

/// <summary>A classifier of sound in a file of the operator. Loaded when a segment first needs it.</summary>
internal sealed class OnnxSoundClassifier(
    string name, OnnxModel model, WaveShape shape, string[] labels, OutputActivation activation, OwnMapping mapping)
    : ISoundDetector, IDisposable
{
    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    public string Name => name;

    public IReadOnlySet<string> RiskTypes => mapping.RiskTypes;

    public IReadOnlySet<string> BusinessTypes => mapping.BusinessTypes;

    public Task<IReadOnlyList<Finding>> DetectAsync(Waveform sound, CancellationToken cancellationToken) =>
        Task.FromResult(Hear(sound, cancellationToken));

    /// <summary>Judges silence.</summary>
    /// <exception cref="ModelException">It cannot be loaded, or gives other numbers than are configured.</exception>
    public void Try()
    {
        using var silence = Waveform.Silence(Trial);
        try
        {
            Hear(silence, CancellationToken.None);
        }
        catch (OnnxRuntimeException failure)
        {
            throw new ModelException($"{model.Name} cannot judge a sound: {failure.Message}");
        }
    }

    public void Dispose() => model.Dispose();

    private IReadOnlyList<Finding> Hear(Waveform sound, CancellationToken cancellationToken)
    {
        var heard = new HeardLabels(model.Name, labels, activation, mapping);
        foreach (var (samples, sounds) in shape.Parts(sound.Samples))
        {
            var length = samples.Length / sounds;

            // Where there is no length before the samples, theirs is the first.
            heard.Add(model.Run(samples, shape.Ones == 0 ? length : sounds, shape.ToModelShape(length), cancellationToken)[0]);
        }

        return heard.Findings;
    }
}
