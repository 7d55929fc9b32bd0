using System.Security.Cryptography;
using System.Text;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Text;

/// <summary>The characters that the reader of lines knows, a line of a file each, in the order of its output. Read when it is first asked for.</summary>
/// <param name="path">The file. Where a <c>.sha256</c> stands beside it, that must be its sum.</param>
internal sealed class LineDictionary(string path)
{
    public const string FileName = "ppocr_characters.txt";

    /// <summary>Of the reader's output: one for no character, one each, and one for the space.</summary>
    public const int Classes = 6625;

    private readonly Lock _lock = new();
    private string[]? _characters;

    public bool IsThere => File.Exists(path);

    /// <summary>What a class of the output stands for; the first, which is nothing, is empty.</summary>
    /// <exception cref="ModelException">The file is missing, damaged or another one.</exception>
    public string[] Characters()
    {
        lock (_lock)
        {
            return _characters ??= Read();
        }
    }

    private string[] Read()
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var sum = $"{path}.sha256";
            if (File.Exists(sum) && File.ReadAllText(sum).Split(' ')[0].Trim() != Convert.ToHexStringLower(SHA256.HashData(bytes)))
            {
                throw new ModelException($"{path} is damaged: its bytes are not those of {Path.GetFileName(sum)}. Remove it and start ./sluice again");
            }

            string[] characters = ["", .. Encoding.UTF8.GetString(bytes).TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')), " "];
            return characters.Length == Classes
                ? characters
                : throw new ModelException($"{path} is another dictionary: it has {characters.Length - 2} characters and not {Classes - 2}");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ModelException($"{path} is missing: the set-up of ./sluice fetches it where npm is installed");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path} cannot be used: {failure.Message}");
        }
    }
}
