namespace Sluice.Server.Detection.Own;

/// <summary>Whether a file holds the classifier that is configured.</summary>
internal static class OwnModelFile
{
    /// <summary>Null: it is no ONNX file, or cannot be read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="problem">Why, naming the file.</param>
    public static OnnxHeader? TryRead(string path, out string? problem)
    {
        try
        {
            problem = null;
            return OnnxHeader.Read(path);
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problem = $"{path} cannot be used: {failure.Message}";
            return null;
        }
    }

    /// <summary>The pictures that it takes; null: none that can be given to it.</summary>
    /// <param name="header">What the file declares.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="problems">Each begins with the setting's name within the model's section.</param>
    public static ClassifierShape? Shape(OnnxHeader header, OwnModelOptions options, ICollection<string> problems)
    {
        if (header.Inputs is not [{ ElementType: OnnxTensor.Float, Shape: { } declared }])
        {
            problems.Add($"{nameof(options.File)}: must take one tensor of 32-bit floats");
            return null;
        }

        List<string> found = [];
        var shape = ClassifierShape.Find(declared, options.Input, found);
        if (shape is { IsBatched: false })
        {
            found.Add($"it takes [{string.Join(", ", declared)}], without a first length for several pictures");
        }

        foreach (var problem in found)
        {
            problems.Add(problem.StartsWith("it ", StringComparison.Ordinal) ? $"{nameof(options.File)}: {problem}" : problem);
        }

        return found.Count == 0 ? shape : null;
    }

    /// <summary>All that is wrong.</summary>
    /// <param name="header">What the file declares.</param>
    /// <param name="options">What is configured.</param>
    /// <param name="labels">How many labels there are; null: not known.</param>
    public static IEnumerable<string> Problems(OnnxHeader header, OwnModelOptions options, int? labels)
    {
        List<string> problems = [];
        Shape(header, options, problems);
        var given = header.Outputs[0].Shape?.Skip(1).ToArray();
        if (labels is { } count && given is { Length: > 0 } && !given.Contains(-1) && given.Aggregate(1L, (product, length) => product * length) is var outputs &&
            outputs != count)
        {
            var setting = options.LabelFile is null ? nameof(options.Labels) : nameof(options.LabelFile);
            problems.Add($"{setting}: there are {count}, and the model gives {outputs} numbers for a picture");
        }

        return problems;
    }
}
