using Sluice.Protocol;
using Sluice.SystemTests.Callbacks;
using Sluice.SystemTests.Processes;
using Sluice.SystemTests.Sources;

namespace Sluice.SystemTests.WholeWay;

/// <summary>One server that pulls three live streams beside each other. Each shows a code of every second, and a caption in a language that comes and goes.</summary>
public sealed class CaptionServer(NginxServer nginx) : IAsyncLifetime
{
    private const string Fonts = "/usr/share/fonts/";

    // The test reads no further, and a slow machine begins late.
    private const int Seconds = Caption.Last + 30;

    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _folder = new();
    private readonly List<RunningProgram> _sources = [];
    private readonly Dictionary<string, string> _ids = [];
    private SluiceProcess? _server;
    private CallbackReceiver? _receiver;

    internal SluiceProcess Server => _server!;

    internal CallbackReceiver Receiver => _receiver!;

    internal string AccessKey { get; private set; } = "";

    /// <summary>The stream that is in a language.</summary>
    internal string IdOf(string language) => _ids[language];

    public async ValueTask InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _server = await SluiceProcess.StartAsync(
            _data.Path,
            "Sluice:Detection:DetectorTimeout=00:01:00",
            "Sluice:Detection:Text:TesseractTimeout=00:01:00",
            "Sluice:Pulling:MaxFrameWait=00:01:00");
        AccessKey = (string)(await SluiceProgram.CreateKeyAsync(_data.Path))["accessKey"]!;
        var codes = new CodeWindow(0, Seconds).WritePictures(_folder.Path);
        foreach (var caption in Caption.All)
        {
            var name = $"whole-way-caption-{caption.Language}";
            _sources.Add(await PublishAsync(caption, codes, name));
            await nginx.PublishedAsync(name);
            var submission = Submission.Of(AccessKey, $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{name}", _receiver);
            submission["imgType"] = "QRCODE_IMGTEXTRISK";
            submission["data"]!["lang"] = caption.Language;
            submission.Remove("audioType");
            var submitted = await _server.SubmitAsync(submission);
            Assert.Equal((ResponseCode.Success, null), (submitted.Code, submitted.Detail?.NoDetectorFor));
            _ids.Add(caption.Language, submitted.RequestId);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_receiver is not null)
            await _receiver.DisposeAsync();
        foreach (var source in _sources)
            await source.DisposeAsync();
        _folder.Dispose();
        _data.Dispose();
    }

    private async Task<RunningProgram> PublishAsync(Caption caption, string codes, string name)
    {
        var file = _folder.File(caption.Language);
        await File.WriteAllTextAsync(file, caption.Text);
        var filter = $"[0][1]overlay=x=1000:y=40,drawtext=fontfile={Fonts}{caption.Font}:textfile={file}:x=80:y=400:fontsize=56:fontcolor=white:enable='{Caption.Shown}'[all]";
        return new RunningProgram(
            "source",
            "ffmpeg",
            [
                "-nostdin", "-hide_banner", "-nostats", "-loglevel", "error",
                "-re", "-f", "lavfi", "-i", "color=c=0x203040:s=1280x720:r=10", "-framerate", "1", "-i", codes,
                "-filter_complex", filter, "-map", "[all]", "-t", $"{Seconds}",
                "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
                "-g", "10", "-b:v", "1500k", "-f", "flv", $"rtmp://127.0.0.1:{nginx.RtmpPort}/live/{name}",
            ]);
    }
}
