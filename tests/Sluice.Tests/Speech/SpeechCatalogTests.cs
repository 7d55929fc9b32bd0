using Sluice.Server.Speech;
using Sluice.Tests.Speech.Sherpa;

namespace Sluice.Tests.Speech;

public sealed class SpeechCatalogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-speech-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Without_anything_configured_English_has_the_fallback_and_the_others_have_nothing()
    {
        var found = await FindAsync();

        Assert.Equal([("zh", "none", false), ("en", "pocketsphinx", true), ("ar", "none", false)], found.Select(Short));
        Assert.All(found, installed => Assert.False(installed.IsFault));
        Assert.Contains(Path.Combine(_folder.FullName, "zh"), found[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_is_installed_wins_over_an_endpoint_and_an_endpoint_over_the_fallback()
    {
        TinyModels.SenseVoice(_folder.CreateSubdirectory("zh").FullName);

        var found = await FindAsync(options => options.Endpoint.Url = "https://user-less.example/path");

        Assert.Equal([("zh", "sherpa-onnx", true), ("en", "endpoint", true), ("ar", "endpoint", true)], found.Select(Short));
        Assert.Equal("whisper-1 at https://user-less.example:443", found[1].Detail);
    }

    [Fact]
    public async Task What_is_configured_for_a_language_wins_over_all()
    {
        TinyModels.SenseVoice(_folder.CreateSubdirectory("zh").FullName);
        TinyModels.Whisper(_folder.CreateSubdirectory("other").FullName);

        var found = await FindAsync(options => options.Languages = new()
        {
            ["zh"] = new() { Kind = SpeechKind.Endpoint, Endpoint = new() { Url = "http://own.example:9000" } },
            ["en"] = new() { Kind = SpeechKind.None },
            ["ar"] = new() { Folder = Path.Combine(_folder.FullName, "other") },
        });

        Assert.Equal([("zh", "endpoint", true), ("en", "none", false), ("ar", "sherpa-onnx", true)], found.Select(Short));
        Assert.Contains("own.example:9000", found[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_is_found_out_by_SenseVoice_and_by_endpoints_that_are_asked_for_it()
    {
        TinyModels.SenseVoice(_folder.CreateSubdirectory("zh").FullName);
        TinyModels.Whisper(_folder.CreateSubdirectory("ar").FullName);

        var found = await FindAsync();
        Assert.Equal([true, false, false], found.Select(installed => installed.Recogniser!.TellsLanguage));

        (bool Verbose, bool TellLanguage, bool Tells)[] asked = [(false, true, false), (true, true, false), (false, false, false), (true, false, true)];
        foreach (var (verbose, told, tells) in asked)
        {
            found = await FindAsync(options => options.Endpoint = new() { Url = "http://own.example", Verbose = verbose, TellLanguage = told });
            Assert.Equal(tells, found.Single(installed => installed.Language == "en").Recogniser!.TellsLanguage);
        }
    }

    [Fact]
    public async Task A_model_that_cannot_be_used_is_a_fault_and_nothing_else_takes_its_place()
    {
        TinyModels.SenseVoice(_folder.CreateSubdirectory("ar").FullName);
        File.WriteAllText(Path.Combine(_folder.CreateSubdirectory("en").FullName, "readme"), "");

        var found = await FindAsync(options => options.Endpoint.Url = "https://own.example");

        Assert.Equal([("en", "sherpa-onnx", false), ("ar", "sherpa-onnx", false)], found.Skip(1).Select(Short));
        Assert.All(found.Skip(1), installed => Assert.True(installed.IsFault));
        Assert.Contains("does not understand ar", found[2].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_library_and_a_missing_package_are_named()
    {
        TinyModels.SenseVoice(_folder.CreateSubdirectory("zh").FullName);

        var found = await FindAsync(options => (options.SherpaFolder, options.PocketsphinxFolder) = ("/nonexistent/sherpa", "/nonexistent/sphinx"));

        Assert.Contains("/nonexistent/sherpa/libsherpa-onnx-c-api.so is missing", found[0].Detail, StringComparison.Ordinal);
        Assert.Contains("install the package pocketsphinx-en-us", found[1].Detail, StringComparison.Ordinal);
        Assert.All(found.Take(2), installed => Assert.True(installed.IsFault));
    }

    [Fact]
    public void Every_wrong_setting_is_named_by_its_key()
    {
        var options = new SpeechOptions
        {
            Folder = " ",
            QueueLength = 0,
            MaxWait = TimeSpan.Zero,
            Timeout = TimeSpan.FromHours(1),
            LoadTimeout = TimeSpan.Zero,
            Threads = 65,
            ProcessMemory = 1023,
            Endpoint = new() { Url = "ftp://x", Model = "", ApiKey = "a b", Calls = new() { AtOnce = 0 } },
            Languages = new()
            {
                ["fr"] = new(),
                ["zh"] = new() { Kind = SpeechKind.Pocketsphinx },
                ["ar"] = new() { Endpoint = new() { Url = "https://user:secret@example.com" } },
            },
        };

        var errors = new SpeechOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.Equal(
            [
                "Folder", "QueueLength", "MaxWait", "Timeout", "LoadTimeout", "Threads", "ProcessMemory", "Endpoint:Url", "Endpoint:Model",
                "Endpoint:ApiKey", "Endpoint:Calls:AtOnce", "Languages:fr", "Languages:zh:Kind", "Languages:ar:Endpoint:Url",
            ],
            errors.Select(error => error["Sluice:Speech:".Length..error.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.DoesNotContain(errors, error => error.Contains("secret", StringComparison.Ordinal));
    }

    private static (string Language, string Name, bool IsThere) Short(InstalledSpeech installed) =>
        (installed.Language, installed.Name, installed.Recogniser is not null);

    private async Task<IReadOnlyList<InstalledSpeech>> FindAsync(Action<SpeechOptions>? change = null)
    {
        var found = SpeechCatalog.Find(Speaking.Settings(options =>
        {
            options.Folder = _folder.FullName;
            change?.Invoke(options);
        }));
        foreach (var recogniser in found.Installed.Select(installed => installed.Recogniser).OfType<ISpeechRecogniser>())
        {
            await recogniser.DisposeAsync();
        }

        return found.Installed;
    }
}
