using System.Text;
using Sluice.Cli.Callbacks;

namespace Sluice.Tests.Cli;

/// <summary>The examples of protocol §9, as lines.</summary>
public sealed class CallbackLineTests
{
    private const string Frame = """
        {"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57_n1e1_0000008","code":1100,"message":"Success","statCode":0,"contentType":1,"auxInfo":{"passThrough":{"shard":"7"}},"frameDetail":{"imgUrl":"https://sluice.example/evidence/…","riskLevel":"REVIEW","riskLabel1":"qrcode","riskLabel2":"qrcode","riskLabel3":"qrcode","riskDescription":"QR code:QR code:QR code","riskDetail":{"riskSource":1002,"objects":[{"id":"0","name":"qrcode","location":[40,40,205,205],"probability":1.0,"qrContent":"https://t.example/join"}]},"allLabels":[{"riskLabel1":"qrcode","riskLabel2":"qrcode","riskLabel3":"qrcode","riskDescription":"QR code:QR code:QR code","riskLevel":"REVIEW","probability":1.0,"riskDetail":{"riskSource":1002}}],"businessLabels":[],"auxInfo":{"imgTime":"2026-11-22 14:20:31.375","beginProcessTime":1795357231380,"finishProcessTime":1795357231402,"room":"r42"}}}
        """;

    private const string Audio = """
        {"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57_3","code":1100,"message":"Success","statCode":0,"contentType":2,"auxInfo":{"passThrough":{"shard":"7"}},"audioDetail":{"audioUrl":"https://sluice.example/evidence/…","vadCode":1,"riskLevel":"PASS","riskLabel1":"normal","riskLabel2":"","riskLabel3":"","riskDescription":"Normal","content":"ask not what your country can do for you","audioText":"ask not what your country can do for you","riskDetail":{"riskSource":1000,"audioText":"ask not what your country can do for you"},"allLabels":[],"businessLabels":[],"auxInfo":{"audio_starttime":"2026-11-22 14:20:30.000","audio_endtime":"2026-11-22 14:20:40.000","audioStartTime":"2026-11-22 14:20:30.000","audioEndTime":"2026-11-22 14:20:40.000","beginProcessTime":1795357240010,"finishProcessTime":1795357240350,"room":"r42"}}}
        """;

    private const string End = """
        {"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success","statCode":1,"contentType":1,"riskLevel":"REVIEW","pullStreamSuccess":true,"auxInfo":{"streamTime":70,"passThrough":{"shard":"7"}},"detail":{"requestParams":{"streamType":"NORMAL","url":"rtmp://src.example/live/42","tokenId":"u-42"}}}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, 125, TimeSpan.Zero);

    [Theory]
    [InlineData(Frame, "12:00:00.125  F      9f1c2a7b  0000008  REVIEW  QR code:QR code:QR code  at 14:20:31.375  https://t.example/join [40,40,205,205]")]
    [InlineData(Audio, "12:00:00.125  A      9f1c2a7b  3        PASS    Normal  at 14:20:30.000  “ask not what your country can do for you”")]
    [InlineData(End, "12:00:00.125  END    9f1c2a7b  image    REVIEW  70 s of stream")]
    [InlineData("""{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","statCode":1,"contentType":2,"riskLevel":"PASS","pullStreamSuccess":false,"auxInfo":{"streamTime":0,"errorCode":3001}}""",
        "12:00:00.125  END    9f1c2a7b  audio    PASS    0 s of stream, no frame was captured, errorCode 3001")]
    [InlineData("""{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"statCode":2,"state":"retrying","errorCode":3001}""",
        "12:00:00.125  STATE  9f1c2a7b           retrying  errorCode 3001")]
    [InlineData("[1]", "12:00:00.125  ?                                 [1]")]
    [InlineData("no json", "12:00:00.125  ?                                 no json")]
    public void A_callback_is_one_readable_line(string callback, string line) =>
        Assert.Equal(line, CallbackPrinter.Format(Read(callback), Noon, colours: false));

    [Fact]
    public void The_whole_stream_id_and_the_codes_are_read()
    {
        var line = Read(Frame);

        Assert.Equal("9f1c2a7be05d4e31a6c8d0f3b2a49e57", line.StreamId);
        Assert.Equal(["https://t.example/join"], line.QrContents);
    }

    [Fact]
    public void Fields_of_the_wrong_type_count_as_absent()
    {
        var line = Read("""{"requestId":7,"statCode":0,"contentType":1,"frameDetail":{"riskLevel":{},"riskDetail":{"objects":[1,{"qrContent":[]}]},"auxInfo":[]}}""");

        Assert.Equal(CallbackLineKind.Frame, line.Kind);
        Assert.Equal("", line.StreamId);
        Assert.Equal("", line.Level);
        Assert.Empty(line.QrContents);
    }

    [Fact]
    public void The_level_is_coloured_on_a_terminal()
    {
        Assert.Contains("\e[33mREVIEW\e[0m", CallbackPrinter.Format(Read(Frame), Noon, colours: true));
    }

    [Fact]
    public void What_a_QR_code_holds_cannot_steer_the_terminal()
    {
        var hostile = Frame.Replace("https://t.example/join", """a\u001b[2Jb\nc""");

        Assert.EndsWith("a·[2Jb·c [40,40,205,205]", CallbackPrinter.Format(Read(hostile), Noon, colours: false));
    }

    private static CallbackLine Read(string callback) => CallbackLine.Read(Encoding.UTF8.GetBytes(callback));
}
