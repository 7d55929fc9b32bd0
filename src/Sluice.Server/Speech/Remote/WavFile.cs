using System.Buffers.Binary;
using System.Text;
using Sluice.Server.Pulling;

namespace Sluice.Server.Speech.Remote;

/// <summary>Sound as a WAV file: a head of 44 bytes before the samples.</summary>
internal static class WavFile
{
    private const int HeadLength = 44;
    private const short Pcm = 1;

    /// <param name="pcm">As it is pulled: 16 kHz mono signed 16-bit little-endian.</param>
    public static byte[] Of(ReadOnlySpan<byte> pcm)
    {
        var file = new byte[HeadLength + pcm.Length];
        var head = file.AsSpan();
        Encoding.ASCII.GetBytes("RIFF", head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], file.Length - 8);
        Encoding.ASCII.GetBytes("WAVEfmt ", head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], SoundFormat.SampleRate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], SoundFormat.BytesPerSecond);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], SoundFormat.BytesPerSample);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], SoundFormat.BytesPerSample * 8);
        Encoding.ASCII.GetBytes("data", head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], pcm.Length);
        pcm.CopyTo(head[HeadLength..]);
        return file;
    }
}
