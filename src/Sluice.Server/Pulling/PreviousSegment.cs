using System.Buffers;

namespace Sluice.Server.Pulling;

/// <summary>A stream's last segment, for as long as the next one may be called back with it: no more of it than was asked for.</summary>
/// <param name="keepsText">returnPreText.</param>
/// <param name="keepsSound">returnPreAudio.</param>
internal sealed class PreviousSegment(bool keepsText, bool keepsSound)
{
    private byte[] _sound = [];
    private int _length;
    private string _text = "";
    private long? _sequence;

    /// <summary>What was said in the one before this; null: it is not kept, or was not heard.</summary>
    public string? TextBefore(long sequence) => keepsText && _sequence == sequence - 1 ? _text : null;

    /// <summary>The sound of the one before this; empty: there is none. Null: it is not kept.</summary>
    public ReadOnlyMemory<byte>? SoundBefore(long sequence)
    {
        if (!keepsSound)
        {
            return null;
        }

        return _sequence == sequence - 1 ? _sound.AsMemory(0, _length) : ReadOnlyMemory<byte>.Empty;
    }

    /// <summary>The next one's predecessor.</summary>
    /// <param name="sequence">Its place among the stream's segments.</param>
    /// <param name="text">What was said in it.</param>
    /// <param name="pcm">Its sound, which is copied.</param>
    public void Set(long sequence, string text, in ReadOnlySequence<byte> pcm)
    {
        (_sequence, _text) = (sequence, keepsText ? text : "");
        if (keepsSound)
        {
            _length = (int)pcm.Length;
            if (_sound.Length < _length)
            {
                _sound = new byte[_length];
            }

            pcm.CopyTo(_sound);
        }
    }
}
