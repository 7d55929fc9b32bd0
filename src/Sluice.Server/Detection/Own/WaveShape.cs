using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Sound;

namespace Sluice.Server.Detection.Own;

/// <summary>The sound that a classifier takes: samples from -1 to 1, 16,000 a second, alone or behind lengths of 1.</summary>
/// <param name="Ones">How many lengths of 1 stand before the samples; the first may be a number of sounds.</param>
/// <param name="TakesMany">It takes several sounds at once.</param>
/// <param name="Window">Samples at a time; 0: all that there are.</param>
internal sealed record WaveShape(int Ones, bool TakesMany, int Window)
{
    public static readonly TimeSpan ShortestWindow = TimeSpan.FromSeconds(0.1);
    public static readonly TimeSpan LongestWindow = TimeSpan.FromSeconds(10);

    private const int MostOnes = 2;

    /// <summary>Finds it in what an ONNX file declares; null: it takes no sound.</summary>
    /// <param name="header">What the file declares.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="problems">Each begins with the setting's name within the model's section.</param>
    public static WaveShape? Of(OnnxHeader header, OwnSoundOptions options, ICollection<string> problems)
    {
        if (header.Inputs is not [{ ElementType: OnnxTensor.Float, Shape: { } declared }])
        {
            problems.Add($"{nameof(options.File)}: must take one tensor of 32-bit floats");
            return null;
        }

        List<string> found = [];
        var shape = Find(declared, options, found);
        foreach (var problem in found)
        {
            problems.Add(problem.StartsWith("it ", StringComparison.Ordinal) ? $"{nameof(options.File)}: {problem}" : problem);
        }

        return shape;
    }

    /// <summary>Finds it in what a model declares; null: it takes no sound.</summary>
    /// <param name="declared">The lengths of the model's input; -1 is any.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="problems">Each begins with the setting's name within the model's section, or with <c>it</c>.</param>
    public static WaveShape? Find(IReadOnlyList<long> declared, OwnSoundOptions options, ICollection<string> problems)
    {
        if (declared.Count is 0 or > MostOnes + 1 || declared.SkipLast(1).Any(length => length is not (1 or < 0)))
        {
            problems.Add($"it takes [{string.Join(", ", declared)}], which is no sound");
            return null;
        }

        var configured = options.Window is { } window ? Samples(window) : 0;
        var (shortest, longest) = (Samples(ShortestWindow), Samples(LongestWindow));
        switch (declared[^1])
        {
            case < 0:
                break;
            case { } length when length < shortest || length > longest:
                problems.Add($"it takes sounds of {length} samples, and {shortest} to {longest} are given");
                return null;
            case { } length when configured != 0 && configured != length:
                problems.Add($"{nameof(options.Window)}: must be {TimeSpan.FromSeconds((double)length / Waveform.SampleRate)}: the model takes no other");
                return null;
            case { } length:
                configured = (int)length;
                break;
        }

        return new WaveShape(declared.Count - 1, declared.Count > 1 && declared[0] < 0, configured);
    }

    /// <summary>The lengths of so many sounds' samples.</summary>
    public int[] Dimensions(int sounds, int samples) => Ones == 0 ? [samples] : [sounds, .. Enumerable.Repeat(1, Ones - 1), samples];

    /// <summary>What a network in a file must take; it may give anything.</summary>
    public ModelShape ToModelShape(int samples = -1) => new([-1, .. Dimensions(1, samples).Skip(1)]);

    /// <summary>
    /// The sound in parts, as they are asked together. The last one ends where the sound does, whatever it shares with the one before;
    /// a sound that is shorter than a part is filled with silence.
    /// </summary>
    public IEnumerable<(float[] Samples, int Sounds)> Parts(ReadOnlyMemory<float> sound)
    {
        if (Window == 0)
        {
            return [(sound.ToArray(), 1)];
        }

        var count = Math.Max(1, (sound.Length + Window - 1) / Window);
        var parts = new float[count * Window];
        for (var i = 0; i < count; i++)
        {
            var from = Math.Max(0, Math.Min(i * Window, sound.Length - Window));
            sound.Span[from..Math.Min(from + Window, sound.Length)].CopyTo(parts.AsSpan(i * Window));
        }

        return TakesMany ? [(parts, count)] : parts.Chunk(Window).Select(part => (part, 1));
    }

    private static int Samples(TimeSpan duration) => (int)(duration.TotalSeconds * Waveform.SampleRate);
}
