using System.Globalization;
using Sluice.Cli;
using Sluice.Protocol;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Codes;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>What the links in callbacks lead to.</summary>
internal static class EvidenceChecks
{
    public static async Task FramesShowTheirCodesAsync(HttpClient client, IReadOnlyList<FrameCallback> frames)
    {
        using var scanner = new ZBarScanner(ZBar.QrCodes, 1);
        foreach (var frame in frames)
        {
            var jpeg = await DownloadAsync(client, frame.FrameDetail.ImgUrl, "image/jpeg");
            using var picture = JpegDecoder.Decode(jpeg);
            Assert.Equal((LiveSource.Width, LiveSource.Height), (picture.FrameWidth, picture.FrameHeight));
            var codes = scanner.Scan(picture.Luma.Span, picture.Width, picture.Height).Select(code => code.Content);
            Assert.Equal(FrameChecks.CodeOf(frame) is { } code ? [code] : [], codes);
        }
    }

    /// <summary>How many seconds of sound the links of segments lead to.</summary>
    public static async Task<IReadOnlyList<double>> SecondsOfAsync(
        HttpClient client, IReadOnlyList<AudioCallback> segments, TemporaryFolder folder)
    {
        var seconds = new List<double>();
        foreach (var segment in segments)
        {
            var file = folder.File(segment.RequestId + ".mp3");
            await File.WriteAllBytesAsync(
                file, await DownloadAsync(client, segment.AudioDetail.AudioUrl, "audio/mpeg"), TestContext.Current.CancellationToken);
            var probe = await ToolRun.RunAsync(
                "ffprobe",
                ["-v", "error", "-show_entries", "stream=codec_name,duration", "-of", "csv=p=0", file],
                TestContext.Current.CancellationToken);
            Assert.NotNull(probe);
            Assert.True(probe.ExitCode == 0, probe.Error);
            var fields = probe.Output.Trim().Split(',');
            Assert.Equal("mp3", fields[0]);
            seconds.Add(double.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        return seconds;
    }

    private static async Task<byte[]> DownloadAsync(HttpClient client, string? url, string type)
    {
        Assert.NotNull(url);
        using var response = await client.GetAsync(new Uri(url), TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
        return await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }
}
