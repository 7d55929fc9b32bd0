using System.Runtime.Versioning;
using Sluice.Server.Speech;
using Sluice.Server.Speech.Sherpa;
using Sluice.Server.Speech.Workers;

namespace Sluice.Tests.Speech.Sherpa;

/// <summary>The real library, in its own process, with models of a few operations.</summary>
[SupportedOSPlatform("linux")]
public sealed class SherpaEngineTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-sherpa-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public SherpaEngineTests()
    {
        // The process that reads it may be another user's.
        File.SetUnixFileMode(
            _folder.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task SenseVoice_hears_whether_it_is_loud_and_says_the_language()
    {
        TinyModels.SenseVoice(_folder.FullName);
        await using var recogniser = Recogniser(SherpaKind.SenseVoice, "zh");

        Assert.Equal(new Transcript(TinyModels.Quiet, "zh"), await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));
        Assert.Equal(new Transcript(TinyModels.Loud, "zh"), await recogniser.RecogniseAsync(Speaking.Noise(10), Cancellation));
    }

    [Fact]
    public async Task Paraformer_hears_whether_it_is_loud()
    {
        TinyModels.Paraformer(_folder.FullName);
        await using var recogniser = Recogniser(SherpaKind.Paraformer, "zh");

        Assert.Equal(new Transcript(TinyModels.Quiet), await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));
        Assert.Equal(new Transcript(TinyModels.Loud), await recogniser.RecogniseAsync(Speaking.Noise(10), Cancellation));
    }

    [Fact]
    public async Task A_transducer_hears_whether_it_is_loud()
    {
        TinyModels.Transducer(_folder.FullName);
        await using var recogniser = Recogniser(SherpaKind.Transducer, "zh");

        Assert.Equal(new Transcript(TinyModels.Quiet), await recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));
        Assert.Equal(new Transcript(TinyModels.Loud), await recogniser.RecogniseAsync(Speaking.Noise(10), Cancellation));
    }

    [Theory]
    [InlineData("zh")]
    [InlineData("ar")]
    public async Task Whisper_is_told_the_language_and_writes(string language)
    {
        TinyModels.Whisper(_folder.FullName);
        await using var recogniser = Recogniser(SherpaKind.Whisper, language);

        Assert.Equal(new Transcript(TinyModels.Loud), await recogniser.RecogniseAsync(Speaking.Noise(), Cancellation));
    }

    [Fact]
    public async Task A_model_that_the_library_cannot_load_is_named_with_what_the_library_said()
    {
        TinyModels.SenseVoice(_folder.FullName);
        var model = Path.Combine(_folder.FullName, "model.int8.onnx");
        new TinyNetwork().Says("lfr_window_size", 1).Says("lang_auto", 0).Says("lang_zh", 1).Write(model);
        await using var recogniser = Recogniser(SherpaKind.SenseVoice, "zh");

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.NoModel, failure.Outcome);
        Assert.Contains("process", failure.Message, StringComparison.Ordinal);
        Assert.Contains(": ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_of_another_make_is_refused_by_name()
    {
        TinyModels.SenseVoice(_folder.FullName);
        var library = Directory.CreateDirectory(Path.Combine(_folder.FullName, "library"));
        File.Copy(Path.Combine(new SpeechOptions().SherpaFolder, "libonnxruntime.so"), Path.Combine(library.FullName, SherpaLibrary.File));
        await using var recogniser = Recogniser(SherpaKind.SenseVoice, "zh", library.FullName);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Equal(SpeechOutcome.NoModel, failure.Outcome);
        Assert.Contains(SherpaLibrary.File, failure.Message, StringComparison.Ordinal);
        Assert.Contains(SherpaLibrary.Version, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_library_is_named()
    {
        TinyModels.SenseVoice(_folder.FullName);
        var library = Directory.CreateDirectory(Path.Combine(_folder.FullName, "library"));
        File.WriteAllText(Path.Combine(library.FullName, SherpaLibrary.File), "no library");
        await using var recogniser = Recogniser(SherpaKind.SenseVoice, "zh", library.FullName);

        var failure = await Assert.ThrowsAsync<SpeechException>(() => recogniser.RecogniseAsync(Speaking.Silence(), Cancellation));

        Assert.Contains($"{library.FullName}/{SherpaLibrary.File} cannot be loaded", failure.Message, StringComparison.Ordinal);
    }

    private WorkerRecogniser Recogniser(SherpaKind kind, string language, string? library = null)
    {
        var setup = SherpaModel.Find(_folder.FullName, library ?? new SpeechOptions().SherpaFolder, language, 1);
        Assert.Equal(kind, setup.Kind);
        return new WorkerRecogniser("sherpa-onnx", language, new WorkerSetup { Sherpa = setup }, Speaking.Workers(), TimeProvider.System);
    }
}
