using System.Diagnostics;

namespace Sluice.Tests.Pulling;

/// <summary>Runs ffmpeg to make media for tests, in a folder of its own that goes with it.</summary>
public sealed class SourceMedia : IAsyncLifetime
{
    // The same for all classes: made once.
    private static readonly Lazy<Task<(string Name, byte[] Bytes)[]>> Made = new(MakeAsync);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-media-");

    /// <summary>6 s, a keyframe every second, with sound.</summary>
    public byte[] Flv { get; private set; } = [];

    /// <summary>The first 2 s of it: what is recorded is read at the pace of the clock.</summary>
    public byte[] ShortFlv { get; private set; } = [];

    /// <summary>All of it without sound.</summary>
    public byte[] VideoOnlyFlv { get; private set; } = [];

    /// <summary>The sound of 2 s of it.</summary>
    public byte[] AudioOnlyFlv { get; private set; } = [];

    /// <summary>The FLV as ffmpeg's own NUT: MJPEG at 5 frames a second and PCM.</summary>
    public byte[] Nut { get; private set; } = [];

    public string Folder => _folder.FullName;

    public string FlvPath => Path.Combine(Folder, "av.flv");

    public string NutPath => Path.Combine(Folder, "av.nut");

    public async ValueTask InitializeAsync()
    {
        foreach (var (name, bytes) in await Made.Value)
            await File.WriteAllBytesAsync(Path.Combine(Folder, name), bytes);
        Flv = await File.ReadAllBytesAsync(FlvPath);
        ShortFlv = await File.ReadAllBytesAsync(Path.Combine(Folder, "short.flv"));
        VideoOnlyFlv = await File.ReadAllBytesAsync(Path.Combine(Folder, "v.flv"));
        AudioOnlyFlv = await File.ReadAllBytesAsync(Path.Combine(Folder, "a.flv"));
        Nut = await File.ReadAllBytesAsync(NutPath);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Runs ffmpeg in the folder until it ends; arguments have no blanks inside.</summary>
    public async Task RunAsync(string arguments)
    {
        using var process = Start("ffmpeg", "-nostdin -v error -y " + arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Starts a program in the folder.</summary>
    public Process Start(string program, string arguments, bool output = false)
    {
        var start = new ProcessStartInfo(program, arguments.Split(' '))
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = output,
        };
        return Process.Start(start)!;
    }

    private static async Task<(string Name, byte[] Bytes)[]> MakeAsync()
    {
        await using var media = new SourceMedia();
        await media.RunAsync(
            "-f lavfi -i testsrc2=s=160x120:r=25:d=6 -f lavfi -i sine=sample_rate=44100:duration=6 "
            + "-c:v libx264 -preset ultrafast -g 25 -bf 0 -pix_fmt yuv420p -c:a aac av.flv");
        await media.RunAsync("-i av.flv -t 2 -c copy short.flv");
        await media.RunAsync("-i av.flv -an -c copy v.flv");
        await media.RunAsync("-i short.flv -vn -c copy a.flv");
        await media.RunAsync("-i av.flv -r 5 -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le -ar 16000 -ac 1 av.nut");
        return await Task.WhenAll(Directory.GetFiles(media.Folder).Select(async file => (Path.GetFileName(file), await File.ReadAllBytesAsync(file))));
    }
}
