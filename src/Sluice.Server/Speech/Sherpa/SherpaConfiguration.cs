using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>
/// <c>SherpaOnnxOfflineRecognizerConfig</c> as version <see cref="SherpaLibrary.Version"/> lays it out on 64 bits: the fields that are used
/// here; the others are zero, which the library takes for its defaults. Texts are addresses of UTF-8 with a zero at the end.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 624)]
internal struct SherpaConfiguration
{
    [FieldOffset(0)]
    public int SampleRate;

    [FieldOffset(4)]
    public int Features;

    [FieldOffset(8)]
    public nint TransducerEncoder;

    [FieldOffset(16)]
    public nint TransducerDecoder;

    [FieldOffset(24)]
    public nint TransducerJoiner;

    [FieldOffset(32)]
    public nint Paraformer;

    [FieldOffset(48)]
    public nint WhisperEncoder;

    [FieldOffset(56)]
    public nint WhisperDecoder;

    [FieldOffset(64)]
    public nint WhisperLanguage;

    [FieldOffset(72)]
    public nint WhisperTask;

    [FieldOffset(80)]
    public int WhisperTailPaddings;

    [FieldOffset(104)]
    public nint Tokens;

    [FieldOffset(112)]
    public int Threads;

    [FieldOffset(120)]
    public nint Provider;

    [FieldOffset(128)]
    public nint ModelType;

    [FieldOffset(160)]
    public nint SenseVoice;

    [FieldOffset(168)]
    public nint SenseVoiceLanguage;

    [FieldOffset(176)]
    public int SenseVoiceNumbers;

    [FieldOffset(528)]
    public nint Method;
}
