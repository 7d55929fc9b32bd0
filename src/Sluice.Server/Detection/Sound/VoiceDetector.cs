using System.Collections.Frozen;
using Microsoft.ML.OnnxRuntime;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Sound;

/// <summary>
/// Hears whether somebody speaks: Silero VAD, version 5. It takes 32 ms at a time, each with the last 4 ms before it, and remembers
/// what came before.
/// </summary>
internal sealed class VoiceDetector : ISoundDetector, IDisposable
{
    public const string DetectorName = "voice";
    public const string ModelFile = "silero_vad.onnx";

    /// <summary>What the network is given at a time.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(32);

    private const int StepSamples = 512;
    private const int Before = 64;
    private const int Memory = 128;

    private static readonly string[] Inputs = ["input", "state", "sr"];
    private static readonly string[] Outputs = ["output", "stateN"];

    private readonly OnnxModel _model;
    private readonly SoundOptions _options;

    private VoiceDetector(OnnxModel model, SoundOptions options) => (_model, _options) = (model, options);

    public string Name => DetectorName;

    /// <summary>None: it says which sound the others need not hear.</summary>
    public IReadOnlySet<string> RiskTypes => FrozenSet<string>.Empty;

    public IReadOnlySet<string> BusinessTypes => FrozenSet<string>.Empty;

    public static ModelShape Shape { get; } = new([-1, -1], [-1, 1], [-1, -1, -1]) { More = [[2, -1, Memory], []] };

    /// <summary>Looks for the network. It is not loaded yet.</summary>
    public static InstalledDetector Find(DetectorSettings settings)
    {
        var model = settings.Model(ModelFile, Shape);
        var detector = new VoiceDetector(model, settings.Sound);
        return new InstalledDetector(
            DetectorName,
            FrozenSet<string>.Empty,
            FrozenSet<string>.Empty,
            model.IsThere
                ? ModelFile
                : $"{ModelFile} is not in {settings.Detection.ModelFolder}, so that loudness stands in for it: the set-up of ./sluice fetches it where npm is installed")
        {
            Sound = model.IsThere ? detector : null,
            Cost = TimeSpan.FromMilliseconds(50),
            TryModels = detector.Try,
        };
    }

    /// <summary>One finding, where somebody speaks for long enough.</summary>
    public Task<IReadOnlyList<Finding>> DetectAsync(Waveform sound, CancellationToken cancellationToken)
    {
        var probability = Reached(Probabilities(sound.Samples, cancellationToken), _options.VoiceFor);
        return Task.FromResult<IReadOnlyList<Finding>>(
            probability >= _options.VoiceFrom ? [new Finding(DetectorName, FindingKinds.Voice, Math.Round(probability, 4))] : []);
    }

    public void Dispose() => _model.Dispose();

    /// <summary>How probable a voice is in each <see cref="Step"/> of some sound; what is left at its end is filled with silence.</summary>
    /// <exception cref="ModelException">The network cannot be loaded.</exception>
    public float[] Probabilities(ReadOnlyMemory<float> samples, CancellationToken cancellationToken) =>
        _model.Use((session, options) => Listen(session, options, samples.Span), cancellationToken);

    private static float[] Listen(InferenceSession session, RunOptions options, ReadOnlySpan<float> samples)
    {
        var (window, probability) = (new float[Before + StepSamples], new float[1]);
        var probabilities = new float[(samples.Length + StepSamples - 1) / StepSamples];
        using var input = OrtValue.CreateTensorValueFromMemory(window, [1, window.Length]);
        using var rate = OrtValue.CreateTensorValueFromMemory<long>([Waveform.SampleRate], []);
        using var output = OrtValue.CreateTensorValueFromMemory(probability, [1, 1]);
        using var one = OrtValue.CreateTensorValueFromMemory(new float[2 * Memory], [2, 1, Memory]);
        using var other = OrtValue.CreateTensorValueFromMemory(new float[2 * Memory], [2, 1, Memory]);
        var (state, next) = (one, other);
        for (var i = 0; i < probabilities.Length; i++)
        {
            window.AsSpan(StepSamples).CopyTo(window);
            var step = samples[(i * StepSamples)..Math.Min((i + 1) * StepSamples, samples.Length)];
            step.CopyTo(window.AsSpan(Before));
            window.AsSpan(Before + step.Length).Clear();
            session.Run(options, Inputs, [input, state, rate], Outputs, [output, next]);
            probabilities[i] = probability[0];
            (state, next) = (next, state);
        }

        return probabilities;
    }

    /// <summary>The probability that is reached for so long altogether.</summary>
    private static float Reached(float[] probabilities, TimeSpan duration)
    {
        if (probabilities.Length == 0)
        {
            return 0;
        }

        var steps = Math.Min((int)Math.Ceiling(duration / Step), probabilities.Length);
        Array.Sort(probabilities);
        return probabilities[^steps];
    }

    private void Try()
    {
        using var silence = Waveform.Silence(TimeSpan.FromSeconds(1));
        Probabilities(silence.Samples, CancellationToken.None);
    }
}
