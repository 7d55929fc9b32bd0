namespace Sluice.Server.Detection.Inference;

/// <summary>Where models are.</summary>
internal static class ModelFolder
{
    private const string InCheckout = ".sluice/models";

    /// <summary>Where set-up puts them: in the checkout that the program was built in, or else beside the program.</summary>
    public static string Default { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string program)
    {
        for (var folder = new DirectoryInfo(program); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Sluice.slnx")))
            {
                return Path.Combine(folder.FullName, InCheckout);
            }
        }

        return Path.Combine(program, "models");
    }
}
