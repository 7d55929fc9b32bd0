using System.Runtime.InteropServices;

namespace Sluice.Server.Speech.Sherpa;

/// <summary>
/// <c>SherpaOnnxVadModelConfig</c> as version <see cref="SherpaLibrary.Version"/> lays it out on 64 bits: the fields that are used here; the
/// others are zero. Texts are addresses of UTF-8 with a zero at the end.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal struct SherpaVoiceConfiguration
{
    [FieldOffset(0)]
    public nint Silero;

    [FieldOffset(8)]
    public float Threshold;

    [FieldOffset(12)]
    public float LeastSilence;

    [FieldOffset(16)]
    public float LeastSpeech;

    [FieldOffset(20)]
    public int Window;

    [FieldOffset(24)]
    public float MostSpeech;

    [FieldOffset(32)]
    public int SampleRate;

    [FieldOffset(36)]
    public int Threads;

    [FieldOffset(40)]
    public nint Provider;
}
