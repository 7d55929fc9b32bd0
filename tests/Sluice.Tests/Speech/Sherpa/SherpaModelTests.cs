using Sluice.Server.Speech;
using Sluice.Server.Speech.Sherpa;

namespace Sluice.Tests.Speech.Sherpa;

public sealed class SherpaModelTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-sherpa-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Of_two_forms_of_a_network_the_smaller_is_taken()
    {
        TinyModels.Whisper(_folder.FullName);
        foreach (var part in new[] { "encoder", "decoder" })
        {
            File.Copy(Path.Combine(_folder.FullName, $"tiny-{part}.onnx"), Path.Combine(_folder.FullName, $"tiny-{part}.int8.onnx"));
        }

        var found = Find("ar");

        Assert.Equal((SherpaKind.Whisper, "tiny-encoder.int8.onnx", "tiny-decoder.int8.onnx", "tiny-tokens.txt"), (
            found.Kind, Path.GetFileName(found.Encoder), Path.GetFileName(found.Decoder), Path.GetFileName(found.Tokens)));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() => Refused($"there is no folder {_folder.FullName}/none", folder: "none");

    [Fact]
    public void A_model_without_tokens_is_named()
    {
        TinyModels.SenseVoice(_folder.FullName);
        File.Delete(Path.Combine(_folder.FullName, "tokens.txt"));

        Refused($"{_folder.FullName} has no tokens.txt");
    }

    [Fact]
    public void Tokens_without_a_model_are_named()
    {
        TinyModels.Tokens(_folder.FullName, "好");

        Refused("has no model");
    }

    [Fact]
    public void A_part_of_a_model_is_named()
    {
        TinyModels.Transducer(_folder.FullName);
        File.Delete(Path.Combine(_folder.FullName, "decoder-epoch-1.onnx"));

        Refused("has only a part of a model");
    }

    [Fact]
    public void Two_models_in_one_folder_are_named()
    {
        TinyModels.Transducer(_folder.FullName);
        File.Copy(Path.Combine(_folder.FullName, "encoder-epoch-1.onnx"), Path.Combine(_folder.FullName, "encoder-epoch-2.onnx"));

        Refused("more than one model: encoder-epoch-1.onnx and encoder-epoch-2.onnx");
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1")]
    [InlineData("")]
    public void A_file_that_is_no_network_is_named(string content)
    {
        TinyModels.SenseVoice(_folder.FullName);
        File.WriteAllText(Path.Combine(_folder.FullName, "model.int8.onnx"), content);

        Refused("model.int8.onnx cannot be used");
    }

    [Fact]
    public void A_network_that_is_cut_off_is_named()
    {
        TinyModels.SenseVoice(_folder.FullName);
        using (var file = File.OpenWrite(Path.Combine(_folder.FullName, "model.int8.onnx")))
        {
            file.SetLength(file.Length / 2);
        }

        Refused("model.int8.onnx cannot be used: it is cut off");
    }

    [Fact]
    public void A_network_of_another_make_is_named()
    {
        TinyModels.SenseVoice(_folder.FullName);
        new TinyNetwork().Says("model_type", "telespeech").Write(Path.Combine(_folder.FullName, "model.int8.onnx"));

        Refused("neither of SenseVoice nor of Paraformer");
    }

    [Fact]
    public void A_streaming_model_is_named()
    {
        TinyModels.Transducer(_folder.FullName);
        new TinyNetwork().Says("decode_chunk_len", 32).Write(Path.Combine(_folder.FullName, "encoder-epoch-1.onnx"));

        Refused("of a streaming model");
    }

    [Fact]
    public void SenseVoice_does_not_understand_Arabic()
    {
        TinyModels.SenseVoice(_folder.FullName);

        Refused("does not understand ar", "ar");
    }

    [Fact]
    public void A_Whisper_of_English_is_of_no_use_for_another_language()
    {
        TinyModels.Whisper(_folder.FullName, languages: null);

        Refused("understands English only, not zh");
        Assert.False(Find("en").IsMultilingual);
    }

    [Fact]
    public void A_Whisper_that_does_not_know_the_language_is_named()
    {
        TinyModels.Whisper(_folder.FullName, "en,zh");

        Refused("does not understand ar", "ar");
    }

    [Fact]
    public void A_model_whose_tokens_have_no_letter_of_the_language_is_of_another_one()
    {
        TinyModels.Transducer(_folder.FullName);

        Refused("has no letters of en: the model is of another language", "en");
        Refused("has no letters of ar", "ar");
        TinyModels.Tokens(_folder.FullName, "<blk>", "▁HELLO");
        Assert.Equal(SherpaKind.Transducer, Find("en").Kind);
        TinyModels.Tokens(_folder.FullName, "<blk>", "▁مرحبا");
        Assert.Equal(SherpaKind.Transducer, Find("ar").Kind);
    }

    private SherpaSetup Find(string language) => SherpaModel.Find(_folder.FullName, "/library", language, 1);

    private void Refused(string with, string language = "zh", string folder = ".")
    {
        var failure = Assert.Throws<SpeechException>(
            () => SherpaModel.Find(Path.GetFullPath(Path.Combine(_folder.FullName, folder)), "/library", language, 1));
        Assert.Equal(SpeechOutcome.NoModel, failure.Outcome);
        Assert.Contains(with, failure.Message, StringComparison.Ordinal);
    }
}
