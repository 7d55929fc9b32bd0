using System.Text.Json.Nodes;
using Sluice.Protocol;

namespace Sluice.Tests.Api;

/// <summary>Protocol §3: each rule of a submission's parameters is a row.</summary>
public sealed class SubmissionRulesTests(ServerFixture server) : IClassFixture<ServerFixture>
{
    private static readonly string Long = new('a', 4000);

    /// <summary>Parameter, its JSON (null: left out), what the reason says.</summary>
    public static TheoryData<string, string?, string> Refused
    {
        get
        {
            var rows = new TheoryData<string, string?, string>
            {
                { "appId", "\"other\"", "appId: not an application of this tenant" },
                { "imgType", null, "imgType: missing, and so is imgBusinessType: one of them is needed" },
                { "imgType", "\"POLITY_MOAN\"", "imgType: must be types out of ADVERT EROTIC IMGTEXTRISK POLITY QRCODE VIOLENT, joined by _" },
                { "imgType", "\"polity\"", "imgType: must be types out of" },
                { "imgType", "\"POLITY_\"", "imgType: must be types out of" },
                { "imgType", "[\"POLITY\"]", "imgType: must be a string" },
                { "imgType", Text(65), "imgType: at most 64 characters" },
                { "imgBusinessType", "\"age\"", "imgBusinessType: must be upper-case names joined by _" },
                { "imgBusinessType", Text(129), "imgBusinessType: at most 128 characters" },
                { "audioType", "\"QRCODE\"", "audioType: must be types out of ADLAW ADVERT" },
                { "audioType", "\"MOAN\"", "audioCallback: missing, and audio is wanted" },
                { "audioBusinessType", "\"GENDER\"", "audioCallback: missing, and audio is wanted" },
                { "audioBusinessType", "\"SING\"", "audioBusinessType: SING needs GENDER" },
                { "audioBusinessType", "\"TIMBRE_AGE\"", "audioBusinessType: TIMBRE needs GENDER" },
                { "audioBusinessType", "\"FACE\"", "audioBusinessType: must be types out of" },
                { "imgCallback", "\"ftp://live.example/cb\"", "imgCallback: must be an http or https URL" },
                { "imgCallback", "\"/cb\"", "imgCallback: must be an http or https URL" },
                { "imgCallback", "\"http:///cb\"", "imgCallback: must be an http or https URL" },
                { "imgCallback", "\"http://a b/\"", "imgCallback: must be an http or https URL" },
                { "imgCallback", "\"http://live.example\\\\@127.0.0.1/\"", "imgCallback: must be an http or https URL" },
                { "imgCallback", "\"http://10.0.0.1/cb\"", "imgCallback: address 10.0.0.1 is not public; Sluice:Egress:Allow must list it" },
                { "imgCallback", "\"http://[::1]/cb\"", "Sluice:Egress:Allow must list it" },
                { "imgCallback", "\"http://167772161/cb\"", "imgCallback: address 10.0.0.1 is not public" },
                { "imgCallback", $"\"http://live.example/{new string('a', 1005)}\"", "imgCallback: at most 1024 characters" },
                { "callback", "7", "callback: must be a string" },
                { "audioCallback", "\"gopher://x/\"", "audioCallback: must be an http or https URL" },
                { "acceptLang", "\"fr\"", "acceptLang: must be zh, en" },
                { "acceptLang", "1", "acceptLang: must be a string" },
                { "encryptType", "\"aes\"", "encryptType: must be sm4" },
                { "encryptType", "\"sm4\"", "data: must be a string" },
                { "data", "\"cipher\"", "data: must be an object" },
                { "data", "[]", "data: must be an object" },
                { "data", "{}", "streamType: missing" },
                { "data.streamType", "\"RTC\"", "streamType: must be NORMAL, AGORA, TRTC, ZEGO, VOLC, ALI" },
                { "data.streamType", "\"AGORA\"", "streamType: no source for AGORA is installed, only NORMAL can be pulled" },
                { "data.streamType", "1", "streamType: must be a string" },
                { "data.url", "\"live/42\"", "url: must be an rtmp, rtmps, http or https URL" },
                { "data.url", "\"file:///etc/passwd\"", "url: must be an rtmp, rtmps, http or https URL" },
                { "data.url", "\"/etc/passwd\"", "url: must be an rtmp, rtmps, http or https URL" },
                { "data.url", "\"concat:http://a/b|http://c/d\"", "url: must be an rtmp, rtmps, http or https URL" },
                { "data.url", "\"rtmp://live.example/a b\"", "url: must be an rtmp, rtmps, http or https URL" },
                { "data.url", "\"rtmp://192.168.0.9/live\"", "url: address 192.168.0.9 is not public; Sluice:Egress:Allow must list it" },
                { "data.url", "\"http://169.254.169.254/latest\"", "url: address 169.254.169.254 is not public" },
                { "data.url", $"\"rtmp://live.example/{new string('a', 581)}\"", "url: at most 600 characters" },
                { "data.lang", "\"fr\"", "lang: must be zh, en, ar" },
                { "data.detectFrequency", "61", "detectFrequency: must be from 1 to 60" },
                { "data.detectFrequency", "\"often\"", "detectFrequency: must be a number" },
                { "data.detectFrequency", "\"NaN\"", "detectFrequency: must be a number" },
                { "data.detectFrequency", "true", "detectFrequency: must be a number" },
                { "data.detectFrequency", "1e999", "detectFrequency: must be a number" },
                { "data.detectStep", "0", "detectStep: must be a whole number of at least 1" },
                { "data.detectStep", "1.5", "detectStep: must be a whole number of at least 1" },
                { "data.detectStep", "99999999999", "detectStep: must be a whole number of at least 1" },
                { "data.imgBusinessDetectStep", "-1", "imgBusinessDetectStep: must be a whole number of at least 1" },
                { "data.audioDetectStep", "0", "audioDetectStep: must be a whole number from 1 to 36" },
                { "data.audioDetectStep", "37", "audioDetectStep: must be a whole number from 1 to 36" },
                { "data.level", "5", "level: must be a whole number from 0 to 4" },
                { "data.level", "\"-1\"", "level: must be a whole number from 0 to 4" },
                { "data.extra", "1", "extra: must be an object" },
            };
            foreach (var (name, max) in Strings)
            {
                var parameter = name.Split('.')[^1];
                rows.Add(name, Text(max + 1), $"{parameter}: at most {max} characters");
                rows.Add(name, "12", $"{parameter}: must be a string");
                rows.Add(name, "{}", $"{parameter}: must be a string");
            }

            foreach (var name in (string[])["returnAllImg", "returnAllText", "returnPreText", "returnPreAudio", "returnFinishInfo", "returnStateInfo"])
            {
                rows.Add($"data.{name}", "2", $"{name}: must be 0 or 1");
                rows.Add($"data.{name}", "\"yes\"", $"{name}: must be 0 or 1");
                rows.Add($"data.{name}", "[]", $"{name}: must be 0 or 1");
            }

            foreach (var name in (string[])["appId", "eventId", "imgCallback", "data", "data.streamType", "data.url", "data.tokenId"])
            {
                foreach (var missing in (string?[])[null, "null", "\"\""])
                {
                    rows.Add(name, missing, $"{name.Split('.')[^1]}: missing");
                }
            }

            return rows;
        }
    }

    /// <summary>Parameter and JSON that is accepted.</summary>
    public static TheoryData<string, string?> Accepted
    {
        get
        {
            var rows = new TheoryData<string, string?>
            {
                { "unknown", "{\"x\":[1]}" },
                { "data.unknown", "1" },
                { "imgType", "\"POLITY_EROTIC_VIOLENT_QRCODE_ADVERT_IMGTEXTRISK\"" },
                { "imgBusinessType", "\"AGE_GENDER_FACEDETECTION\"" },
                { "audioType", "\"NONE\"" },
                { "audioType", "null" },
                { "callback", "\"http://127.0.0.1:9/all\"" },
                { "acceptLang", "\"zh\"" },
                { "acceptLang", "\"\"" },
                { "encryptType", "\"\"" },
                { "data.lang", "\"ar\"" },
                { "data.detectFrequency", "\"3\"" },
                { "data.detectFrequency", "0.2" },
                { "data.detectFrequency", "60.9" },
                { "data.detectStep", "\"2\"" },
                { "data.audioDetectStep", "36" },
                { "data.level", "\"4\"" },
                { "data.returnAllImg", "\"1\"" },
                { "data.returnAllImg", "true" },
                { "data.returnAllImg", "1.0" },
                { "data.returnAllImg", "\"false\"" },
                { "data.returnFinishInfo", "0" },
                { "data.url", "\"https://live.example/a.m3u8?token=x\"" },
                { "data.url", "\"rtmps://user:pass@live.example/a\"" },
                { "data.extra", "{}" },
                { "data.extra.passThrough", $$"""{"x":"{{new string('a', 1016)}}"}""" },
            };
            foreach (var (name, max) in Strings)
            {
                // Lengths are code points: a face is one, not two.
                rows.Add(name, $"\"{string.Concat(Enumerable.Repeat("😀", max))}\"");
            }

            return rows;
        }
    }

    private static IEnumerable<(string Name, int Max)> Strings =>
    [
        ("eventId", 64), ("data.tokenId", 64), ("data.room", 64), ("data.streamName", 64), ("data.deviceId", 128), ("data.ip", 64),
        ("data.receiveTokenId", 64), ("data.imgCompareBase", 1024), ("data.gender", 64), ("data.anchorName", 64),
        ("data.liveTitle", 64), ("data.liveCover", 64),
    ];

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_parameter_that_is_wrong_is_1902_and_named(string parameter, string? json, string reason)
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey).With(parameter, json));
        Assert.Equal(ResponseCode.InvalidParameters, answer.Code);
        Assert.Contains(reason, answer.Detail!.Reason);
        Assert.Equal(0, (await server.Store.FindKeyAsync(key.AccessKey, TestContext.Current.CancellationToken))!.Tenant.ActiveStreams);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_parameter_that_is_right_is_1100(string parameter, string? json)
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey).With(parameter, json));
        Assert.True(answer.Code == ResponseCode.Success, answer.Detail?.Reason);
    }

    [Theory]
    [InlineData("""{"tokenId":"a","tokenId":"b"}""", "data.tokenId: given twice")]
    [InlineData("""{"extra":{"passThrough":{},"passThrough":{}}}""", "streamType: missing")]
    public async Task A_parameter_of_data_that_is_given_twice_is_1902(string data, string reason)
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey).ToJsonString();
        body = body[..body.IndexOf("\"data\":", StringComparison.Ordinal)] + "\"data\":" + data + "}";
        var answer = await server.CallAsync(VideoStreamRequest.Path, body);
        Assert.Contains(reason[(reason.IndexOf('.') + 1)..], answer.Detail!.Reason);
    }

    [Theory]
    [InlineData("\"zzz\":[{\"a\":\"\\udc00\"}]")]
    [InlineData("\"\\ud800\":1")]
    [InlineData("\"extra\":{\"passThrough\":{\"a\":\"\\udc00\"}}")]
    public async Task An_escape_in_data_that_is_no_text_is_1902(string member)
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey).ToJsonString();
        var answer = await server.CallAsync(VideoStreamRequest.Path, body.Replace("\"data\":{", "\"data\":{" + member + ","));
        Assert.Equal("data: holds an escape that is no text", answer.Detail!.Reason);
    }

    [Fact]
    public async Task Data_over_1_MiB_is_1902()
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey).With("data.unknown", $"\"{new string('a', 1024 * 1024)}\""));
        Assert.Equal("data: at most 1 MiB", answer.Detail!.Reason);
    }

    [Fact]
    public async Task An_older_clients_callback_stands_in_for_both()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey)
            .With("imgCallback", null).With("callback", "\"http://127.0.0.1:9/all\"").With("audioType", "\"DIRTY\"");
        var answer = await SubmitAsync(body);
        var stream = await server.Store.FindStreamAsync(answer.RequestId, TestContext.Current.CancellationToken);
        Assert.Equal("http://127.0.0.1:9/all", stream!.Settings.ImageCallback);
        Assert.Equal("http://127.0.0.1:9/all", stream.Settings.AudioCallback);
    }

    [Theory]
    [InlineData(null, 3)]
    [InlineData("0", 1)]
    [InlineData("-5", 1)]
    [InlineData("2.9", 2)]
    [InlineData("\"7\"", 7)]
    [InlineData("60", 60)]
    public async Task DetectFrequency_is_rounded_down_and_at_least_1(string? json, int seconds)
    {
        var key = await server.CreateKeyAsync();
        var answer = await SubmitAsync(Submissions.Valid(key.AccessKey).With("data.detectFrequency", json));
        var stream = await server.Store.FindStreamAsync(answer.RequestId, TestContext.Current.CancellationToken);
        Assert.Equal(seconds, stream!.Settings.FrameInterval);
    }

    [Fact]
    public async Task Types_that_nothing_can_judge_are_accepted_and_named()
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey)
            .With("imgType", "\"QRCODE_POLITY\"").With("imgBusinessType", "\"CATS\"")
            .With("audioType", "\"MOAN_NONE\"").With("audioCallback", "\"http://127.0.0.1:9/audio\"");
        var answer = await SubmitAsync(body);
        Assert.Equal(ResponseCode.Success, answer.Code);
        Assert.Equal(["CATS", "MOAN"], answer.Detail!.NoDetectorFor);
    }

    [Theory]
    [InlineData("en", new[] { "LANGUAGE", "GENDER" })]
    [InlineData("ar", new[] { "DIRTY", "LANGUAGE", "GENDER" })]
    public async Task The_language_that_the_recogniser_in_use_does_not_find_out_is_named(string language, string[] named)
    {
        var key = await server.CreateKeyAsync();
        var body = Submissions.Valid(key.AccessKey)
            .With("audioType", "\"DIRTY\"").With("audioBusinessType", "\"LANGUAGE_GENDER\"").With("audioCallback", "\"http://127.0.0.1:9/audio\"")
            .With("data.lang", $"\"{language}\"");
        Assert.Equal(named, (await SubmitAsync(body)).Detail!.NoDetectorFor);
    }

    private static string Text(int length) => $"\"{Long[..length]}\"";

    private Task<Answer> SubmitAsync(JsonObject body) => server.CallAsync(VideoStreamRequest.Path, body.ToJsonString());
}
