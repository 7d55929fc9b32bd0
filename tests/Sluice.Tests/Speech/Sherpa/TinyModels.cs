using System.Text;

namespace Sluice.Tests.Speech.Sherpa;

/// <summary>
/// Writes models of each family that sherpa-onnx loads and runs as it does real ones. Whatever is said, they write "quiet" or "loud", by how
/// loud it is; Whisper's writes "loud" always, since its decoder knows nothing of the sound here.
/// </summary>
internal static class TinyModels
{
    public const string Quiet = "安静";
    public const string Loud = "大声";

    private const int Most = 3000;
    private const int Features = 80;

    // The mean of a frame's features is below it where nothing is heard, and above it where something is.
    private const float Threshold = 0;

    private static readonly string Zeros = string.Join(',', Enumerable.Repeat("0", Features));
    private static readonly string Ones = string.Join(',', Enumerable.Repeat("1", Features));
    private static readonly string[] Words = ["<blk>", "</s>", Quiet, Loud, "<|zh|>", "<|NEUTRAL|>", "<|Speech|>", "<|withitn|>"];

    public static void SenseVoice(string folder)
    {
        var network = Lfr(new TinyNetwork()).Says("normalize_samples", 0).Says("with_itn", 14).Says("without_itn", 15);
        foreach (var (language, at) in new[] { ("auto", 0), ("zh", 3), ("en", 4), ("yue", 7), ("ja", 11), ("ko", 12) })
        {
            network.Says($"lang_{language}", at);
        }

        var x = network.Input("x", TinyNetwork.Float, -1, -1, Features);
        foreach (var name in new[] { "x_length", "language", "text_norm" })
        {
            network.Input(name, TinyNetwork.Int32, -1);
        }

        // Its first four are about the sound, before as many as there are frames.
        network.Output(Logits(network, x, more: 4, [4, 5, 6, 7], blank: 0), "logits", TinyNetwork.Float, -1, -1, Words.Length);
        network.Write(Path.Combine(folder, "model.int8.onnx"));
        Tokens(folder, Words);
    }

    public static void Paraformer(string folder)
    {
        var network = Lfr(new TinyNetwork());
        var x = network.Input("speech", TinyNetwork.Float, -1, -1, Features);
        network.Input("speech_lengths", TinyNetwork.Int32, -1);
        network.Output(Logits(network, x, more: 0, [], blank: 1), "logits", TinyNetwork.Float, -1, -1, Words.Length);
        network.Output(network.Constant([2L], 1), "token_num", TinyNetwork.Int64, 1);
        network.Write(Path.Combine(folder, "model.onnx"));
        Tokens(folder, Words);
    }

    public static void Transducer(string folder)
    {
        var encoder = new TinyNetwork().Says("model_type", "zipformer2").Says("version", 1);
        var x = encoder.Input("x", TinyNetwork.Float, -1, -1, Features);
        var lengths = encoder.Input("x_lens", TinyNetwork.Int64, -1);
        encoder.Output(Logits(encoder, x, more: 0, [], blank: 0), "encoder_out", TinyNetwork.Float, -1, -1, Words.Length);
        encoder.Output(lengths, "encoder_out_lens", TinyNetwork.Int64, -1);
        encoder.Write(Path.Combine(folder, "encoder-epoch-1.onnx"));

        var decoder = new TinyNetwork().Says("context_size", 2).Says("vocab_size", Words.Length);
        var y = decoder.Add("Cast", [decoder.Input("y", TinyNetwork.Int64, -1, 2)], ("to", (long)TinyNetwork.Float));
        var nothing = decoder.Add("MatMul", [y, decoder.Constant(new float[2 * Words.Length], 2, Words.Length)]);
        decoder.Output(nothing, "decoder_out", TinyNetwork.Float, -1, Words.Length);
        decoder.Write(Path.Combine(folder, "decoder-epoch-1.onnx"));

        var joiner = new TinyNetwork().Says("joiner_dim", Words.Length);
        var heard = joiner.Input("encoder_out", TinyNetwork.Float, -1, Words.Length);
        var said = joiner.Input("decoder_out", TinyNetwork.Float, -1, Words.Length);
        joiner.Output(joiner.Add("Add", [heard, said]), "logit", TinyNetwork.Float, -1, Words.Length);
        joiner.Write(Path.Combine(folder, "joiner-epoch-1.onnx"));
        Tokens(folder, Words);
    }

    /// <param name="folder">Where it is written.</param>
    /// <param name="languages">The codes that it knows; null: it is of English only.</param>
    public static void Whisper(string folder, string? languages = "en,zh,ar")
    {
        var (layers, context, state, words) = (1, 20, 4, 20);
        var encoder = new TinyNetwork()
            .Says("model_type", "whisper-tiny").Says("n_mels", Features).Says("n_text_layer", layers).Says("n_text_ctx", context)
            .Says("n_text_state", state).Says("n_vocab", words).Says("sot", 10).Says("eot", 9).Says("blank_id", 0).Says("translate", 14)
            .Says("transcribe", 15).Says("is_multilingual", languages is null ? 0 : 1).Says("no_timestamps", 16).Says("no_speech", 17)
            .Says("sot_sequence", languages is null ? "10" : "10,11,15").Says("sot_index", 0).Says("sot_prev", 18).Says("sot_lm", 19)
            .Says("all_language_tokens", languages is null ? "" : string.Join(',', languages.Split(',').Select((_, i) => 11 + i)))
            .Says("all_language_codes", languages ?? "").Says("non_speech_tokens", "0");
        var mel = encoder.Input("mel", TinyNetwork.Float, -1, Features, -1);
        var mean = encoder.Add("ReduceMean", [mel], ("axes", new[] { 1L, 2L }), ("keepdims", 1L));
        var cross = encoder.Add(
            "Add", [encoder.Add("Unsqueeze", [mean, encoder.Constant([0L], 1)]), encoder.Constant(new float[state], 1, 1, 1, state)]);
        encoder.Output(cross, "n_layer_cross_k", TinyNetwork.Float, layers, -1, -1, state);
        encoder.Output(cross, "n_layer_cross_v", TinyNetwork.Float, layers, -1, -1, state);
        encoder.Write(Path.Combine(folder, "tiny-encoder.onnx"));

        var decoder = new TinyNetwork();
        var tokens = decoder.Input("tokens", TinyNetwork.Int64, -1, -1);
        var k = decoder.Input("in_n_layer_self_k_cache", TinyNetwork.Float, layers, -1, -1, state);
        var v = decoder.Input("in_n_layer_self_v_cache", TinyNetwork.Float, layers, -1, -1, state);
        decoder.Input("n_layer_cross_k", TinyNetwork.Float, layers, -1, -1, state);
        decoder.Input("n_layer_cross_v", TinyNetwork.Float, layers, -1, -1, state);
        var offset = decoder.Input("offset", TinyNetwork.Int64, 1);

        // The first thing that it writes is the word; then it ends.
        var table = new float[context * words];
        for (var i = 0; i < context; i++)
        {
            table[(i * words) + (i == 0 ? 3 : 9)] = 1;
        }

        var row = decoder.Add("Unsqueeze", [decoder.Add("Gather", [decoder.Constant(table, context, words), offset]), decoder.Constant([0L], 1)]);
        var none = decoder.Add(
            "Mul",
            [
                decoder.Add("Unsqueeze", [decoder.Add("Cast", [tokens], ("to", (long)TinyNetwork.Float)), decoder.Constant([2L], 1)]),
                decoder.Constant([0f], 1),
            ]);
        decoder.Output(decoder.Add("Add", [none, row]), "logits", TinyNetwork.Float, -1, -1, words);
        decoder.Output(k, "out_n_layer_self_k_cache", TinyNetwork.Float, layers, -1, -1, state);
        decoder.Output(v, "out_n_layer_self_v_cache", TinyNetwork.Float, layers, -1, -1, state);
        decoder.Write(Path.Combine(folder, "tiny-decoder.onnx"));
        File.WriteAllLines(
            Path.Combine(folder, "tiny-tokens.txt"),
            Words.Take(9).Select((word, i) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(word))} {i}"));
    }

    public static void Tokens(string folder, params string[] words) =>
        File.WriteAllLines(Path.Combine(folder, "tokens.txt"), words.Select((word, i) => $"{word} {i}"));

    private static TinyNetwork Lfr(TinyNetwork network) => network
        .Says("vocab_size", Words.Length).Says("lfr_window_size", 1).Says("lfr_window_shift", 1).Says("neg_mean", Zeros).Says("inv_stddev", Ones);

    /// <summary>For each frame, and so many more, how much each word is meant: what comes first, then the word for how loud it is, then nothing.</summary>
    private static string Logits(TinyNetwork network, string x, long more, int[] first, int blank)
    {
        var always = new float[Most * Words.Length];
        var louder = new float[Most * Words.Length];
        for (var t = 0; t < Most; t++)
        {
            var at = t * Words.Length;
            if (t == first.Length)
            {
                Array.Fill(always, -1000, at, Words.Length);
                (always[at + 2], always[at + 3], louder[at + 3]) = (0, -Threshold, 1);
            }
            else
            {
                always[at + (t < first.Length ? first[t] : blank)] = 1000;
            }
        }

        var frames = network.Add(
            "Add", [network.Add("Gather", [network.Add("Shape", [x]), network.Constant([1L], 1)]), network.Constant([more], 1)]);
        string UpTo(float[] table) => network.Add(
            "Slice", [network.Constant(table, 1, Most, Words.Length), network.Constant([0L], 1), frames, network.Constant([1L], 1)]);
        var mean = network.Add("ReduceMean", [x], ("axes", new[] { 1L, 2L }), ("keepdims", 1L));
        return network.Add("Add", [UpTo(always), network.Add("Mul", [mean, UpTo(louder)])]);
    }
}
