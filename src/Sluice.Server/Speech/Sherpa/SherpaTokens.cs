namespace Sluice.Server.Speech.Sherpa;

/// <summary>Whether a model can write a language, by the letters in its tokens: one that cannot was put into the wrong folder.</summary>
internal static class SherpaTokens
{
    private const int LongestLine = 4096;
    private const int MaxLines = 200_000;

    /// <exception cref="SpeechException">It cannot, or the file cannot be read; names it.</exception>
    public static void Check(string file, string language)
    {
        try
        {
            var lines = 0;
            foreach (var line in File.ReadLines(file))
            {
                if (++lines > MaxLines || line.Length > LongestLine)
                {
                    throw Wrong($"{file} holds no tokens: a line for each, a text and a number");
                }

                // Tokens in angle brackets stand for no letters.
                var token = line.AsSpan(0, Math.Max(0, line.LastIndexOf(' ')));
                if ((token.Length == 0 || token[0] != '<') && Writes(token, language))
                {
                    return;
                }
            }

            throw Wrong(lines == 0 ? $"{file} is empty" : $"{file} has no letters of {language}: the model is of another language");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Wrong($"{file} cannot be read: {failure.Message}");
        }
    }

    private static bool Writes(ReadOnlySpan<char> token, string language)
    {
        foreach (var letter in token)
        {
            // Some models write bytes, each as one letter of a block of Latin letters that no other one uses.
            if (letter is >= '\u0100' and <= '\u01FF' || IsOf(letter, language))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsOf(char letter, string language) => language switch
    {
        SpeechLanguages.Chinese => letter is >= '\u4E00' and <= '\u9FFF',
        SpeechLanguages.Arabic => letter is >= '\u0620' and <= '\u064A',
        _ => char.IsAsciiLetter(letter),
    };

    private static SpeechException Wrong(string message) => new(SpeechOutcome.NoModel, message);
}
