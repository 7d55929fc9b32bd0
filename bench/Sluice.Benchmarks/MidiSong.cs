using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Sluice.Benchmarks;

/// <summary>A minute of music: a melody and chords on one instrument, over drums or not, as fluidsynth plays it.</summary>
/// <param name="Name">What is heard.</param>
/// <param name="Program">The instrument of General MIDI, from 0; -1: drums alone.</param>
/// <param name="HasDrums">Over drums.</param>
internal sealed record MidiSong(string Name, int Program, bool HasDrums)
{
    private const string SoundFont = "/usr/share/sounds/sf2/default-GM.sf2";
    private const int Beats = 120;
    private const int Ticks = 480;

    private static readonly int[] Scale = [60, 62, 64, 65, 67, 69, 71, 72, 74, 76];
    private static readonly int[][] Chords = [[48, 52, 55], [45, 48, 52], [41, 45, 48], [43, 47, 50]];

    /// <summary>16 kHz mono signed 16-bit little-endian; null: fluidsynth or its sounds are not installed.</summary>
    public async Task<byte[]?> PlayAsync()
    {
        if (!File.Exists("/usr/bin/fluidsynth") || !File.Exists(SoundFont))
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("sluice-music-");
        try
        {
            var (midi, wave) = (Path.Combine(folder.FullName, "song.mid"), Path.Combine(folder.FullName, "song.wav"));
            await File.WriteAllBytesAsync(midi, ToBytes());
            using var fluidsynth = Process.Start(new ProcessStartInfo("fluidsynth", ["-ni", "-q", "-g", "0.7", "-F", wave, SoundFont, midi]) { RedirectStandardOutput = true })!;
            await fluidsynth.WaitForExitAsync();
            return await SoundFile.ReadAsync(wave);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private byte[] ToBytes()
    {
        List<(int At, byte[] Message)> events = [];
        void Note(int channel, int note, int velocity, double beat, double beats)
        {
            events.Add(((int)(beat * Ticks), [(byte)(0x90 | channel), (byte)note, (byte)velocity]));
            events.Add(((int)((beat + beats) * Ticks) - 1, [(byte)(0x80 | channel), (byte)note, 0]));
        }

        var random = new Random(5);
        if (Program >= 0)
        {
            events.Add((0, [0xC0, (byte)Program]));
            var step = 4;
            for (var beat = 0.0; beat < Beats;)
            {
                step = Math.Clamp(step + random.Next(-2, 3), 0, Scale.Length - 1);
                var length = random.Next(4) switch { 0 => 2.0, 1 => 0.5, _ => 1.0 };
                Note(0, Scale[step], 100, beat, length);
                beat += length;
            }

            for (var bar = 0; bar < Beats / 4; bar++)
            {
                foreach (var note in Chords[bar % Chords.Length])
                {
                    Note(0, note, 70, bar * 4, 4);
                }
            }
        }

        for (var beat = 0; HasDrums && beat < Beats; beat++)
        {
            Note(9, beat % 2 == 0 ? 36 : 38, 110, beat, 0.25);
            Note(9, 42, 80, beat, 0.25);
            Note(9, 42, 70, beat + 0.5, 0.25);
        }

        return Assemble([.. events.OrderBy(each => each.At)]);
    }

    private static byte[] Assemble((int At, byte[] Message)[] events)
    {
        List<byte> track = [];
        var last = 0;
        foreach (var (at, message) in events)
        {
            var delta = at - last;
            last = at;
            for (var shift = 21; shift > 0; shift -= 7)
            {
                if (delta >> shift != 0)
                {
                    track.Add((byte)(((delta >> shift) & 0x7F) | 0x80));
                }
            }

            track.Add((byte)(delta & 0x7F));
            track.AddRange(message);
        }

        track.AddRange([0, 0xFF, 0x2F, 0]);
        var head = new byte[22];
        "MThd"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), 6);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(10), 1);
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(12), Ticks);
        "MTrk"u8.CopyTo(head.AsSpan(14));
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(18), track.Count);
        return [.. head, .. track];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}{(HasDrums && Program >= 0 ? ", drums" : "")}");
}
