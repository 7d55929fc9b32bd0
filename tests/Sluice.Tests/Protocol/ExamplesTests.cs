using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Sluice.Protocol;

namespace Sluice.Tests.Protocol;

/// <summary>Every published example is read into its type and written back unchanged.</summary>
public sealed class ExamplesTests
{
    private const string Stream = "9f1c2a7be05d4e31a6c8d0f3b2a49e57";

    [Fact]
    public void The_hosted_close_requests_round_trip()
    {
        RoundTrip("""{"accessKey": "YOUR_ACCESS_KEY","requestId": "1639824316368"}""", ProtocolJson.Wire.FinishVideoStreamRequest);
        var request = RoundTrip(
            """{"accessKey": "YOUR_ACCESS_KEY","requestId": "YOUR_REQUEST_ID"}""", ProtocolJson.Wire.FinishVideoStreamRequest);
        Assert.Equal("YOUR_REQUEST_ID", request.RequestId);
    }

    [Theory]
    [InlineData("""{"code": 1100,"message": "Success","requestId": "a78eef377079acc6cdec24967ecde722"}""")]
    [InlineData("""{"requestId": "abc123456","code": 1100,"message": "Success"}""")]
    [InlineData("""{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success"}""")]
    public void A_successful_answer_round_trips(string json)
    {
        var answer = RoundTrip(json, ProtocolJson.Wire.Answer);
        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Null(answer.Detail);
    }

    [Fact]
    public void A_duplicate_answer_carries_the_number_in_both_spellings()
    {
        var answer = RoundTrip(
            """{"requestId":"0b5d2ed695d40c0aa51e2b35fb51763d","code":1902,"message":"Invalid parameters","detail":{"reason":"url: already being moderated","errorCode":1001,"errorcode":1001,"dupRequestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57"}}""",
            ProtocolJson.Wire.Answer);
        Assert.Equal((1001, 1001, Stream), (answer.Detail!.ErrorCode, answer.Detail.ErrorCodeLowerCase, answer.Detail.DupRequestId));
    }

    [Fact]
    public void A_submission_round_trips()
    {
        var request = RoundTrip(
            """{"accessKey":"AK20charsAK20charsAK","appId":"default","eventId":"VIDEOSTREAM","imgType":"POLITY_EROTIC_QRCODE","audioType":"EROTIC_DIRTY","imgCallback":"https://live.example/cb/img","audioCallback":"https://live.example/cb/audio","acceptLang":"en","data":{"streamType":"NORMAL","url":"rtmp://src.example/live/42","tokenId":"u-42","lang":"en","detectFrequency":3,"returnFinishInfo":1,"room":"r42","extra":{"passThrough":{"shard":"7"}}}}""",
            ProtocolJson.Wire.VideoStreamRequest);
        Assert.Equal("rtmp://src.example/live/42", request.Data.Plain!.Url);
        Assert.Equal("7", request.Data.Plain.Extra!.PassThrough!.Value.GetProperty("shard").GetString());
    }

    [Fact]
    public void A_submission_with_encrypted_data_round_trips()
    {
        var request = RoundTrip(
            """{"accessKey":"k","appId":"default","eventId":"e","encryptType":"sm4","data":"q0V2dA=="}""",
            ProtocolJson.Wire.VideoStreamRequest);
        Assert.Equal("q0V2dA==", request.Data.CipherText);
        Assert.Null(request.Data.Plain);
    }

    [Fact]
    public void A_frame_callback_round_trips()
    {
        const string json = """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57_n1e1_0000008","code":1100,"message":"Success","statCode":0,"contentType":1,"auxInfo":{"passThrough":{"shard":"7"}},"frameDetail":{"imgUrl":"https://sluice.example/evidence/…","riskLevel":"REVIEW","riskLabel1":"qrcode","riskLabel2":"qrcode","riskLabel3":"qrcode","riskDescription":"QR code:QR code:QR code","riskDetail":{"riskSource":1002,"objects":[{"id":"0","name":"qrcode","location":[40,40,205,205],"probability":1.0,"qrContent":"https://t.example/join"}]},"allLabels":[{"riskLabel1":"qrcode","riskLabel2":"qrcode","riskLabel3":"qrcode","riskDescription":"QR code:QR code:QR code","riskLevel":"REVIEW","probability":1.0,"riskDetail":{"riskSource":1002}}],"businessLabels":[],"auxInfo":{"imgTime":"2026-11-22 14:20:31.375","beginProcessTime":1795357231380,"finishProcessTime":1795357231402,"room":"r42"}}}""";
        RoundTrip(json, ProtocolJson.Wire.FrameCallback);
        var callback = Assert.IsType<FrameCallback>(CallbackReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(Stream, callback.StreamId);
        Assert.Equal(RiskLevel.Review, callback.FrameDetail.RiskLevel);
        Assert.Equal("https://t.example/join", callback.FrameDetail.RiskDetail.Objects![0].QrContent);
    }

    [Fact]
    public void An_audio_callback_round_trips()
    {
        const string json = """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57_3","code":1100,"message":"Success","statCode":0,"contentType":2,"auxInfo":{"passThrough":{"shard":"7"}},"audioDetail":{"audioUrl":"https://sluice.example/evidence/…","vadCode":1,"riskLevel":"PASS","riskLabel1":"normal","riskLabel2":"","riskLabel3":"","riskDescription":"Normal","content":"ask not what your country can do for you","audioText":"ask not what your country can do for you","riskDetail":{"riskSource":1000,"audioText":"ask not what your country can do for you"},"allLabels":[],"businessLabels":[],"auxInfo":{"audio_starttime":"2026-11-22 14:20:30.000","audio_endtime":"2026-11-22 14:20:40.000","audioStartTime":"2026-11-22 14:20:30.000","audioEndTime":"2026-11-22 14:20:40.000","beginProcessTime":1795357240010,"finishProcessTime":1795357240350,"room":"r42"}}}""";
        RoundTrip(json, ProtocolJson.Wire.AudioCallback);
        var callback = Assert.IsType<AudioCallback>(CallbackReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(ContentType.Audio, callback.ContentType);
        Assert.Equal(1, callback.AudioDetail.VadCode);
    }

    [Fact]
    public void An_end_callback_round_trips()
    {
        const string json = """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success","statCode":1,"contentType":1,"riskLevel":"REVIEW","pullStreamSuccess":true,"auxInfo":{"streamTime":70,"passThrough":{"shard":"7"}},"detail":{"requestParams":{"streamType":"NORMAL","url":"rtmp://src.example/live/42","tokenId":"u-42"}}}""";
        RoundTrip(json, ProtocolJson.Wire.EndCallback);
        var callback = Assert.IsType<EndCallback>(CallbackReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Equal(70, callback.AuxInfo.StreamTime);
    }

    [Fact]
    public void A_state_callback_round_trips()
    {
        const string json = """{"requestId":"9f1c2a7be05d4e31a6c8d0f3b2a49e57","code":1100,"message":"Success","statCode":2,"state":"retrying","errorCode":3001,"time":"2026-11-22 14:20:31.375"}""";
        RoundTrip(json, ProtocolJson.Wire.StateCallback);
        Assert.IsType<StateCallback>(CallbackReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"statCode":7,"contentType":1}""")]
    [InlineData("""{"statCode":0,"contentType":1}""")]
    public void What_is_no_callback_is_refused(string json) =>
        Assert.Throws<JsonException>(() => CallbackReader.Read(System.Text.Encoding.UTF8.GetBytes(json)));

    private static T RoundTrip<T>(string json, JsonTypeInfo<T> type)
    {
        var value = JsonSerializer.Deserialize(json, type)!;
        var written = JsonSerializer.Serialize(value, type);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), JsonNode.Parse(written)), $"became {written}");
        return value;
    }
}
