using System.Buffers.Binary;
using System.Numerics;
using Sluice.Tests.Pulling.Sampling;

namespace Sluice.Tests.Pulling.Matrix;

/// <summary>A programme that is made once and sent in many ways, and when each of its frames is shown and sent.</summary>
internal sealed class Programme
{
    /// <summary>Where the last of the frequent keyframes is in the programme whose keyframes become rare.</summary>
    public const int BecomesRare = 14;

    /// <summary>How far apart they are from there on.</summary>
    public const int RareGop = 10;

    private const byte Video = 9;

    private readonly List<(double Pts, double Dts)> _frames = [];
    private readonly double _first;

    private Programme(string name, string path, byte[] flv)
    {
        (Name, Path, Flv) = (name, path, flv);
        for (int at = 13, size; at + 16 < flv.Length; at += 11 + size + 4)
        {
            size = BinaryPrimitives.ReadInt32BigEndian(flv.AsSpan(at)) & 0xFFFFFF;
            if (flv[at] != Video || flv[at + 12] != 1)
                continue;
            var dts = (int)BitOperations.RotateRight(BinaryPrimitives.ReadUInt32BigEndian(flv.AsSpan(at + 4)), 8);
            var offset = (BinaryPrimitives.ReadInt32BigEndian(flv.AsSpan(at + 12)) << 8) >> 8;
            _frames.Add(((dts + offset) / 1000.0, dts / 1000.0));
        }

        _first = _frames[0].Pts;
    }

    public string Name { get; }

    public string Path { get; }

    public byte[] Flv { get; }

    /// <param name="media">Where it is made.</param>
    /// <param name="name">Its name.</param>
    /// <param name="keyframes">When a keyframe is forced: an expression.</param>
    /// <param name="bFrames">So many between two others.</param>
    /// <param name="hasSound">Else it is mute.</param>
    public static async Task<Programme> MakeAsync(SourceMedia media, string name, string keyframes, int bFrames, bool hasSound)
    {
        var sound = hasSound ? "-c:a copy" : "-an";
        await media.RunAsync(
            $"-i {Whole} -c:v libx264 -preset ultrafast -crf 10 -g 10000 -force_key_frames expr:{keyframes} -sc_threshold 0 -bf {bFrames} -pix_fmt yuv420p {sound} {name}.flv");
        var path = System.IO.Path.Combine(media.Folder, name + ".flv");
        return new Programme(name, path, await File.ReadAllBytesAsync(path));
    }

    private const string Whole = "whole.mkv";

    /// <summary>Makes what all programmes are made of.</summary>
    public static Task MakeWholeAsync(SourceMedia media, int seconds) =>
        media.RunAsync($"{ToldTime.Inputs(seconds)} -c:v libx264 -preset ultrafast -qp 0 -g 1 -c:a aac {Whole}");

    /// <summary>The timestamp at which a second of the programme is shown.</summary>
    public double Shown(double told) => told + _first;

    /// <summary>The timestamp at which the frame of a second is sent: with B-frames, earlier than it is shown.</summary>
    public double Sent(double told) => _frames.MinBy(f => Math.Abs(f.Pts - Shown(told))).Dts;
}
