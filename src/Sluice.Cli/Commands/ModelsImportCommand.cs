using System.CommandLine;
using System.Security.Cryptography;
using Sluice.Models;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice models import</c>: a TensorFlow.js model becomes an ONNX file, with its SHA-256 beside it.</summary>
internal sealed class ModelsImportCommand : Command
{
    private readonly Argument<string> _source = new("MODEL") { Description = "model.json of a TensorFlow.js model, with its weights beside it" };
    private readonly Argument<string> _target = new("TARGET") { Description = "The ONNX file to write" };
    private readonly Argument<string[]> _outputs = new("OUTPUT") { Description = "An output of a graph to keep; none: all", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<bool> _anySize = new("--any-size") { Description = "Of a graph that gives maps: it takes pictures of any size" };

    public ModelsImportCommand()
        : base("import", "Convert a TensorFlow.js model (layers or graph) to ONNX")
    {
        Add(_source);
        Add(_target);
        Add(_outputs);
        Add(_anySize);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var target = Path.GetFullPath(result.GetValue(_target)!);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            var options = new ImportOptions { Outputs = result.GetValue(_outputs) ?? [], AnySize = result.GetValue(_anySize) };
            ModelImporter.Import(result.GetValue(_source)!, target, options);
            await using var written = File.OpenRead(target);
            var sum = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellationToken));
            await File.WriteAllTextAsync($"{target}.sha256", $"{sum}  {Path.GetFileName(target)}\n", cancellationToken);
            return ExitCode.Done;
        }
        catch (Exception failure) when (failure is ModelImportException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(failure.Message);
        }
    }
}
