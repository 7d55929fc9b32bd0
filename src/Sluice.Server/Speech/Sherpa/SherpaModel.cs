namespace Sluice.Server.Speech.Sherpa;

/// <summary>Finds out what model lies in a folder, by its files and what they say of themselves.</summary>
internal static class SherpaModel
{
    /// <summary>Something is there that is meant to be a model.</summary>
    public static bool IsIn(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    /// <summary>The model in a folder, for a language.</summary>
    /// <exception cref="SpeechException">There is none that can be used; says what is wrong, naming the file.</exception>
    public static SherpaSetup Find(string folder, string library, string language, int threads)
    {
        folder = Path.GetFullPath(folder);
        if (!Directory.Exists(folder))
        {
            throw Wrong($"there is no folder {folder}: put a model of sherpa-onnx for {language} there");
        }

        var tokens = Choose(folder, "*tokens.txt") ?? throw Wrong($"{folder} has no tokens.txt");
        var encoder = Choose(folder, "*encoder*.onnx");
        var decoder = Choose(folder, "*decoder*.onnx");
        var joiner = Choose(folder, "*joiner*.onnx");
        var model = (encoder, decoder, joiner) switch
        {
            ({ }, { }, { }) => Transducer(encoder, decoder),
            ({ }, { }, null) => Whisper(encoder, language),
            (null, null, null) => Single(Choose(folder, "model*.onnx") ?? throw Wrong($"{folder} has no model: neither encoder and decoder nor model.onnx"), language),
            _ => throw Wrong($"{folder} has only a part of a model: an encoder and a decoder, for a transducer also a joiner, belong together"),
        };
        if (model.Kind != SherpaKind.Whisper)
        {
            SherpaTokens.Check(tokens, language);
        }

        return new SherpaSetup(
            Path.GetFullPath(library), model.Kind, model.Encoder, decoder, joiner, tokens, language, model.IsMultilingual, threads);
    }

    private static (SherpaKind Kind, string Encoder, bool IsMultilingual) Transducer(string encoder, string decoder)
    {
        if (OnnxMetadata.Read(encoder).ContainsKey("decode_chunk_len"))
        {
            throw Wrong($"{encoder} is of a streaming model: take one that recognises whole pieces");
        }

        return OnnxMetadata.Read(decoder).ContainsKey("context_size")
            ? (SherpaKind.Transducer, encoder, false)
            : throw Wrong($"{decoder} is of no transducer that is known here: it says no context_size");
    }

    private static (SherpaKind Kind, string Encoder, bool IsMultilingual) Whisper(string encoder, string language)
    {
        var said = OnnxMetadata.Read(encoder);
        if (!said.ContainsKey("sot_sequence") || !said.ContainsKey("n_mels"))
        {
            throw Wrong($"{encoder} is not of Whisper, which alone has an encoder and a decoder without a joiner here");
        }

        var isMultilingual = said.GetValueOrDefault("is_multilingual") == "1";
        if (!isMultilingual && language != SpeechLanguages.English)
        {
            throw Wrong($"{encoder} understands English only, not {language}");
        }

        return !isMultilingual || said.GetValueOrDefault("all_language_codes", "").Split(',').Contains(language)
            ? (SherpaKind.Whisper, encoder, isMultilingual)
            : throw Wrong($"{encoder} does not understand {language}");
    }

    private static (SherpaKind Kind, string Encoder, bool IsMultilingual) Single(string model, string language)
    {
        var said = OnnxMetadata.Read(model);
        if (!said.ContainsKey("lfr_window_size"))
        {
            throw Wrong($"{model} is neither of SenseVoice nor of Paraformer: it says no lfr_window_size");
        }

        if (!said.ContainsKey("lang_auto"))
        {
            return (SherpaKind.Paraformer, model, false);
        }

        return said.ContainsKey($"lang_{language}")
            ? (SherpaKind.SenseVoice, model, true)
            : throw Wrong($"{model} does not understand {language}");
    }

    /// <summary>Of several forms of one network that with 8-bit weights, which is smaller and faster; null: there is none.</summary>
    private static string? Choose(string folder, string pattern)
    {
        string[] found = [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)];
        string[] small = [.. found.Where(file => file.EndsWith(".int8.onnx", StringComparison.Ordinal))];
        return (small.Length > 0 ? small : found) switch
        {
            [] => null,
            [var only] => only,
            [var first, var second, ..] => throw Wrong($"{folder} has more than one model: {Path.GetFileName(first)} and {Path.GetFileName(second)}"),
        };
    }

    private static SpeechException Wrong(string message) => new(SpeechOutcome.NoModel, message);
}
