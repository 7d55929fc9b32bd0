using Microsoft.Extensions.Options;
using Sluice.Server.Detection;
using Sluice.Server.Hosting;

namespace Sluice.Tests.Detection.Own;

/// <summary>Errors in the configuration of own models, as a server names them when it starts.</summary>
public sealed class OwnModelOptionsTests : IDisposable
{
    private const string Models = "Sluice:Detection:Models";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-own-");

    public OwnModelOptionsTests() => ColourNetwork.Write(Path.Combine(_folder.FullName, "colours.onnx"), [-1, 3, 8, 8]);

    [Fact]
    public async Task A_server_starts_with_models_of_all_kinds_by_whatever_case()
    {
        var settings = Onnx().Concat(OpenAI()).Append(($"SLUICE:DETECTION:MODELS:m:RULES:0:REVIEWFROM", "0.4")).ToArray();

        await using var application = ServerBuilder.Build(Setup(settings));

        var catalog = (DetectorCatalog)application.Services.GetService(typeof(DetectorCatalog))!;
        Assert.Equal(["own:m", "own:o"], catalog.Available.Select(detector => detector.Name).Where(name => name.StartsWith("own:", StringComparison.Ordinal)));
        var options = (IOptions<DetectionOptions>)application.Services.GetService(typeof(IOptions<DetectionOptions>))!;
        Assert.Equal(0.4, options.Value.Models["m"].Rules[0].ReviewFrom);
    }

    [Theory]
    [InlineData("m:Kind", "Tflite", "m:Kind: 'Tflite' is not one of Onnx, OpenAI, KServe")]
    [InlineData("m:Kindd", "Onnx", "m:Kindd: there is no such setting")]
    [InlineData("m:File", "gone.onnx", "m:File: there is no file '")]
    [InlineData("m:Url", "http://h", "m:Url: is not for models of Onnx")]
    [InlineData("m:LabelFile", "labels.txt", "m:Labels: these or LabelFile must be given, and not both")]
    [InlineData("m:Labels:3", "pink", "m:Labels: there are 4, and the model gives 3 numbers for a picture")]
    [InlineData("m:Labels:1", "red", "m:Rules:0:When: 'red' is more than one of the model's labels")]
    [InlineData("m:Labels:1", " ", "m:Labels: a label is empty")]
    [InlineData("m:Input:Width", "9", "m:Input:Width: must be 8: the model takes no other")]
    [InlineData("m:Input:Width", "wide", "m:Input:Width: 'wide' is not a whole number")]
    [InlineData("m:Input:Layout", "Nhwc", "m:File: it takes [-1, 3, 8, 8], which is no picture of three colours (Nhwc)")]
    [InlineData("m:Input:Layout", "Sideways", "m:Input:Layout: 'Sideways' is not one of Nhwc, Nchw")]
    [InlineData("m:Input:White", "0", "m:Input:White: must be another number than Black")]
    [InlineData("m:Input:Mean:0", "0.5", "m:Input:Mean: must be three numbers, of red, green and blue")]
    [InlineData("m:Input:Deviation:0", "0", "m:Input:Deviation: must be three numbers other than 0, of red, green and blue")]
    [InlineData("m:Activation", "Tanh", "m:Activation: 'Tanh' is not one of None, Softmax, Sigmoid")]
    [InlineData("m:Rules:0:When", "pink", "m:Rules:0:When: 'pink' is none of the model's labels")]
    [InlineData("m:Rules:0:RiskType", "WEAPON", "m:Rules:0:RiskType: must be one of ADVERT, EROTIC, IMGTEXTRISK, POLITY, QRCODE, VIOLENT, but is 'WEAPON'")]
    [InlineData("m:Rules:0:BusinessType", "VEHICLE", "m:Rules:0:RiskType: this or BusinessType must be given, and not both")]
    [InlineData("m:Rules:0:BlockFrom", "0.5", "m:Rules:0:BlockFrom: there is no such setting")]
    [InlineData("m:Rules:0:ReviewFrom", "1.5", "m:Rules:0:ReviewFrom: must be from 0 to 1")]
    [InlineData("m:Rules:0:RejectFrom", "NaN", "m:Rules:0:RejectFrom: must be from 0 to 1")]
    [InlineData("m:Rules:0:RejectFrom", "0.2", "m:Rules:0:ReviewFrom: must be at most RejectFrom")]
    [InlineData("m:Rules:0:RejectFrom", "high", "m:Rules:0:RejectFrom: 'high' is not a number")]
    [InlineData("m:Rules:0:From", "0.5", "m:Rules:0:From: is for business types: a risk has ReviewFrom and RejectFrom")]
    [InlineData("m:Rules:0:Label1", "normal", "m:Rules:0:Label1: 'normal' means that nothing was found")]
    [InlineData("m:Rules:0:Label2", "two words", "m:Rules:0:Label2: must be a word of at most 64 characters")]
    [InlineData("m:Rules:0:English", "Gun", "m:Rules:0:English: must be three names joined by ':'")]
    [InlineData("m:Rules:1:When", "blue", "m:Rules:1:RiskType: this or BusinessType must be given, and not both")]
    [InlineData("o:Url", "ftp://h", "o:Url: must be an http or https URL without credentials and query")]
    [InlineData("o:Url", "https://u:secret@h", "o:Url: must be an http or https URL without credentials and query")]
    [InlineData("o:Url", "https://h?key=secret", "o:Url: must be an http or https URL without credentials and query")]
    [InlineData("o:Model", " ", "o:Model: must be the model's name there")]
    [InlineData("o:ApiKey", "two\r\nlines", "o:ApiKey: must be letters, digits and signs without spaces")]
    [InlineData("o:File", "colours.onnx", "o:File: is not for models of OpenAI")]
    [InlineData("o:Calls:Timeout", "0", "o:Calls:Timeout: must be from 00:00:00.010 to 00:02:00")]
    [InlineData("o:Calls:PerMinute", "0", "o:Calls:PerMinute: must be from 1 to 60000")]
    [InlineData("o:Calls:AtOnce", "257", "o:Calls:AtOnce: must be from 1 to 256")]
    [InlineData("o:Calls:BreakerFailures", "0", "o:Calls:BreakerFailures: must be from 1 to 1000")]
    [InlineData("o:Calls:BreakerPause", "02:00:00", "o:Calls:BreakerPause: must be from 00:00:00.100 to 01:00:00")]
    [InlineData("o:Rules:0:BusinessType", "vehicle", "o:Rules:0:RiskType: this or BusinessType must be given, and not both")]
    public void An_error_is_named_with_its_full_key(string key, string value, string error)
    {
        var errors = Errors([.. Onnx(), .. OpenAI(), ($"{Models}:{key}", value)]);

        Assert.Contains(errors, each => each.StartsWith($"{Models}:{error}", StringComparison.Ordinal));
        Assert.All(errors, each => Assert.StartsWith($"{Models}:{key.Split(':')[0]}:", each));
        Assert.DoesNotContain(errors, each => each.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void All_errors_are_named_at_once()
    {
        var errors = Errors(
            ($"{Models}:a b:Kind", "OpenAI"), ($"{Models}:none:Url", "http://h"), ($"{Models}:k:Kind", "KServe"), ($"{Models}:k:LabelFile", "gone.txt"));

        Assert.Equal(
            [
                $"{Models}:a b: must be named with at most 32 letters, digits, - and _",
                $"{Models}:a b:Url: must be an http or https URL without credentials and query",
                $"{Models}:a b:Model: must be the model's name there",
                $"{Models}:a b:Rules: must say what the model's labels mean",
                $"{Models}:k:Url: must be an http or https URL without credentials and query",
                $"{Models}:k:Model: must be the model's name there",
                $"{Models}:k:LabelFile: there is no file '{Path.Combine(_folder.FullName, "gone.txt")}'",
                $"{Models}:k:Rules: must say what the model's labels mean",
                $"{Models}:none:Kind: must be one of Onnx, OpenAI, KServe",
            ],
            errors);
    }

    [Fact]
    public async Task Labels_of_a_file_are_its_lines()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "labels.txt"), "red\r\ngreen\r\nblue\r\n\r\n", TestContext.Current.CancellationToken);
        var settings = Onnx().Where(setting => !setting.Item1.Contains(":Labels:", StringComparison.Ordinal))
            .Append(($"{Models}:m:LabelFile", Path.Combine(_folder.FullName, "labels.txt")));

        await using var application = ServerBuilder.Build(Setup([.. settings]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static (string, string)[] Onnx() =>
    [
        ($"{Models}:m:Kind", "Onnx"),
        ($"{Models}:m:File", "colours.onnx"),
        ($"{Models}:m:Labels:0", "red"),
        ($"{Models}:m:Labels:1", "green"),
        ($"{Models}:m:Labels:2", "blue"),
        ($"{Models}:m:Rules:0:When", "red"),
        ($"{Models}:m:Rules:0:RiskType", "VIOLENT"),
        ($"{Models}:m:Rules:0:Label1", "violence"),
        ($"{Models}:m:Rules:0:ReviewFrom", "0.5"),
    ];

    private static (string, string)[] OpenAI() =>
    [
        ($"{Models}:o:Kind", "OpenAI"),
        ($"{Models}:o:Url", "https://moderation.example"),
        ($"{Models}:o:Model", "omni-moderation-latest"),
        ($"{Models}:o:Rules:0:When", "sexual"),
        ($"{Models}:o:Rules:0:RiskType", "EROTIC"),
        ($"{Models}:o:Rules:0:Label1", "porn"),
        ($"{Models}:o:Rules:0:RejectFrom", "0.9"),
    ];

    private IReadOnlyList<string> Errors(params (string Key, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => ServerBuilder.Build(Setup(settings))).Failures];

    private ServerSetup Setup(params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Sluice:Detection:ModelFolder"] = _folder.FullName };
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return new ServerSetup("http://127.0.0.1:0", _folder.FullName, all);
    }
}
