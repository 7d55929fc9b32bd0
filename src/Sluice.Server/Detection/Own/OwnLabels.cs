namespace Sluice.Server.Detection.Own;

/// <summary>What a classifier's numbers stand for: from its settings or a file.</summary>
internal static class OwnLabels
{
    /// <summary>More than this in a file is no list of labels.</summary>
    private const long LargestFile = 4 << 20;

    /// <param name="options">Whose labels.</param>
    /// <param name="folder">Where a file is whose path is not rooted.</param>
    /// <param name="problem">Null, or why they cannot be had, beginning with the setting's name within the model's section.</param>
    public static string[] Read(OwnOptions options, string folder, out string? problem)
    {
        problem = null;
        if ((options.Labels.Length > 0) == (options.LabelFile is not null))
        {
            problem = $"{nameof(options.Labels)}: these or {nameof(options.LabelFile)} must be given, and not both";
            return [];
        }

        var labels = options.LabelFile is null ? options.Labels : FromFile(Path.Combine(folder, options.LabelFile), ref problem);
        if (problem is null && labels.Any(string.IsNullOrWhiteSpace))
        {
            problem = $"{(options.LabelFile is null ? nameof(options.Labels) : nameof(options.LabelFile))}: a label is empty";
        }

        return problem is null ? labels : [];
    }

    private static string[] FromFile(string path, ref string? problem)
    {
        try
        {
            if (new FileInfo(path).Length <= LargestFile)
            {
                return File.ReadAllText(path).TrimEnd().Split('\n', StringSplitOptions.TrimEntries);
            }

            problem = $"{nameof(OwnOptions.LabelFile)}: '{path}' is too large for a list of labels";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = File.Exists(path)
                ? $"{nameof(OwnOptions.LabelFile)}: '{path}' cannot be read: {failure.Message}"
                : $"{nameof(OwnOptions.LabelFile)}: there is no file '{path}'";
        }

        return [];
    }
}
