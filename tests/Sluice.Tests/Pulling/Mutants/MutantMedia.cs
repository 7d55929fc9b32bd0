namespace Sluice.Tests.Pulling.Mutants;

/// <summary>Sound media, small, for tests to damage: 1.2 s of pictures and sound.</summary>
public sealed class MutantMedia : IAsyncLifetime
{
    private readonly SourceMedia _media = new();

    public byte[] Flv { get; private set; } = [];

    public byte[] Ts { get; private set; } = [];

    public byte[] Mp4 { get; private set; } = [];

    public byte[] Fragmented { get; private set; } = [];

    public byte[] Nut { get; private set; } = [];

    public byte[] MapBox { get; private set; } = [];

    public IReadOnlyList<byte[]> TsSegments { get; private set; } = [];

    public IReadOnlyList<byte[]> BoxSegments { get; private set; } = [];

    public string Folder => _media.Folder;

    public async ValueTask InitializeAsync()
    {
        await _media.RunAsync(
            "-f lavfi -i testsrc2=s=160x90:r=15:d=1.2 -f lavfi -i sine=sample_rate=22050:duration=1.2 "
            + "-c:v libx264 -preset ultrafast -g 9 -bf 1 -pix_fmt yuv420p -c:a aac -b:a 32k m.flv");
        await _media.RunAsync("-i m.flv -c copy m.ts");
        await _media.RunAsync("-i m.flv -c copy -movflags +faststart m.mp4");
        await _media.RunAsync("-i m.flv -c copy -movflags +frag_keyframe+empty_moov+default_base_moof f.mp4");
        await _media.RunAsync("-i m.flv -c copy -f hls -hls_time 0.6 -hls_list_size 0 -hls_segment_filename m%d.ts m.m3u8");
        await _media.RunAsync("-i m.flv -c copy -f hls -hls_time 0.6 -hls_list_size 0 -hls_segment_type fmp4 -hls_fmp4_init_filename i.mp4 -hls_segment_filename m%d.m4s b.m3u8");
        await _media.RunAsync("-i m.flv -r 5 -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le -ar 16000 -ac 1 m.nut");
        Flv = Read("m.flv");
        Ts = Read("m.ts");
        Mp4 = Read("m.mp4");
        Fragmented = Read("f.mp4");
        Nut = Read("m.nut");
        MapBox = Read("i.mp4");
        TsSegments = [Read("m0.ts"), Read("m1.ts")];
        BoxSegments = [Read("m0.m4s"), Read("m1.m4s")];
    }

    public ValueTask DisposeAsync() => _media.DisposeAsync();

    /// <summary>Runs a program in the folder until it ends.</summary>
    public async Task RunAsync(string program, string arguments)
    {
        using var process = _media.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name));
}
