using System.Net;
using System.Net.Sockets;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Faces;
using Sluice.Tests.Callbacks;

namespace Sluice.Tests.Detection.Faces;

public class FaceCompareTests
{
    private const string Loopback = "127.0.0.0/8";
    private static readonly FaceOptions Patient = new() { CompareTimeout = TimeSpan.FromMinutes(1) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("data:image/webp;base64,")]
    public async Task A_face_in_Base64_is_looked_for_from_the_first_frame_on(string before)
    {
        var compareBase = before + Convert.ToBase64String(FacePictures.Thumbnail(FacePictures.Astronaut, 140, 45, 170, 64, 40));
        Assert.InRange(compareBase.Length, 1, 1024);
        using var rig = new FaceRig();

        Assert.Equal(["face", "same_face"], FaceRig.Said(await CompareAsync(rig, compareBase, FacePictures.Astronaut)));
        Assert.Equal(["face", "other_face"], FaceRig.Said(await CompareAsync(rig, compareBase, FacePictures.Photographer)));
        Assert.Empty(await CompareAsync(rig, compareBase, FacePictures.Cat));
    }

    [Fact]
    public async Task Each_face_of_a_frame_is_compared_with_a_picture_that_is_fetched_once()
    {
        await using var server = await Receiver.StartAsync(TimeProvider.System, async context => await context.Response.Body.WriteAsync(FacePictures.Astronaut, Token));
        using var rig = new FaceRig(Patient, null, Loopback);
        var compareBase = $"{server.Url}/face.jpg?token=secret";
        var frame = FacePictures.Frame(1280, 640, (FacePictures.Astronaut, 0, 0, 640), (FacePictures.Photographer, 640, 0, 640));

        // What must be fetched is not waited for.
        await CompareAsync(rig, compareBase, frame);
        await rig.Detector.Compared.WhenRead(compareBase);
        var all = await CompareAsync(rig, compareBase, frame);

        Assert.InRange(Assert.Single(all, finding => finding.Kind == FindingKinds.SameFace).Location!.Value.X1, 0, 640);
        Assert.InRange(Assert.Single(all, finding => finding.Kind == FindingKinds.OtherFace).Location!.Value.X1, 640, 1280);
        var request = await server.NextAsync();
        Assert.Equal(("GET", "/face.jpg"), (request.Method, request.Path));
        Assert.False(server.TryNext(out _));
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var server = await Receiver.StartAsync(TimeProvider.System, async context =>
        {
            if (context.Request.Path == "/here")
                await context.Response.Body.WriteAsync(FacePictures.Astronaut, Token);
            else
                context.Response.Redirect("/here");
        });
        using var rig = new FaceRig(Patient, null, Loopback);

        await rig.Detector.Compared.WhenRead($"{server.Url}/there");

        Assert.Contains("same_face", FaceRig.Said(await CompareAsync(rig, $"{server.Url}/there", FacePictures.Astronaut)));
    }

    [Fact]
    public async Task A_private_address_is_refused_and_nothing_of_the_URL_but_its_server_is_logged()
    {
        await using var server = await Receiver.StartAsync(TimeProvider.System, 200);
        using var rig = new FaceRig();
        var compareBase = $"{server.Url.Replace("http://", "http://user:hidden@", StringComparison.Ordinal)}/private?token=secret";

        await rig.Detector.Compared.WhenRead(compareBase);

        Assert.Empty(await CompareAsync(rig, compareBase, FacePictures.Astronaut));
        Assert.Equal(
            $"imgCompareBase ({server.Url}) gives no face to look for: address 127.0.0.1 is not public; Sluice:Egress:Allow must list it. 0 earlier failures were not logged",
            Assert.Single(rig.Log));
        Assert.False(server.TryNext(out _));
    }

    [Fact]
    public async Task A_redirect_to_where_nothing_may_be_contacted_is_refused()
    {
        await using var server = await Receiver.StartAsync(TimeProvider.System, context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data");
            return Task.CompletedTask;
        });
        using var rig = new FaceRig(Patient, null, Loopback);

        await rig.Detector.Compared.WhenRead(server.Url);

        Assert.Contains("address 169.254.169.254 is not public", Assert.Single(rig.Log));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_picture_of_100_MB_is_not_read_to_its_end(bool saysSo)
    {
        await using var server = new LargeAnswer(saysSo);
        using var rig = new FaceRig(Patient, null, Loopback);

        await rig.Detector.Compared.WhenRead(server.Url);

        Assert.Contains($"it is larger than {PortraitFetcher.MostBytes} bytes", Assert.Single(rig.Log));
        Assert.InRange(await server.SentAsync(), 0, LargeAnswer.Length / 2);
    }

    [Fact]
    public async Task A_server_that_hangs_holds_up_no_frame_and_is_given_up()
    {
        await using var server = await Receiver.StartHangingAsync(TimeProvider.System);
        using var rig = new FaceRig(null, null, Loopback);

        Assert.Equal(["face"], FaceRig.Said(await CompareAsync(rig, server.Url, FacePictures.Astronaut, "FACEDETECTION")));
        await server.NextAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await rig.Detector.Compared.WhenRead(server.Url);

        Assert.Contains("it did not come within 5 s", Assert.Single(rig.Log));
    }

    [Fact]
    public async Task A_server_that_closes_half_way_gives_no_face()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var rig = new FaceRig(Patient, null, Loopback);
        var reading = rig.Detector.Compared.WhenRead($"http://{listener.LocalEndpoint}/");
        using (var client = await listener.AcceptTcpClientAsync(Token))
        {
            var request = new byte[4096];
            Assert.NotEqual(0, await client.GetStream().ReadAsync(request, Token));
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf"u8.ToArray(), Token);
        }

        await reading;

        Assert.Contains("gives no face to look for: ", Assert.Single(rig.Log));
    }

    [Theory]
    [InlineData("*** neither ***", "it is neither an http or https address nor Base64")]
    [InlineData("ftp://files.example/face.jpg", "it is neither an http or https address nor Base64")]
    [InlineData("data:image/png;base64,", "it is neither an http or https address nor Base64")]
    [InlineData("bm8gcGljdHVyZQ==", "it is no picture")]
    public async Task What_holds_no_picture_is_said_once_and_tried_again_after_a_pause(string compareBase, string reason)
    {
        using var rig = new FaceRig();

        Assert.Empty(await CompareAsync(rig, compareBase, FacePictures.Astronaut));
        Assert.Empty(await CompareAsync(rig, compareBase, FacePictures.Astronaut));
        Assert.Equal($"imgCompareBase (Base64) gives no face to look for: {reason}. 0 earlier failures were not logged", Assert.Single(rig.Log));

        rig.Time.Advance(ComparedFaces.RetryAfter);
        Assert.Empty(await CompareAsync(rig, compareBase, FacePictures.Astronaut));
        Assert.Equal(2, rig.Log.Count);
    }

    [Fact]
    public async Task A_picture_that_could_not_be_had_is_fetched_again_after_a_pause()
    {
        var isThere = false;
        await using var server = await Receiver.StartAsync(TimeProvider.System, async context =>
        {
            if (isThere)
                await context.Response.Body.WriteAsync(FacePictures.Astronaut, Token);
            else
                context.Response.StatusCode = 404;
        });
        using var rig = new FaceRig(Patient, null, Loopback);
        await rig.Detector.Compared.WhenRead(server.Url);
        Assert.Contains("HTTP 404", Assert.Single(rig.Log));
        isThere = true;

        rig.Time.Advance(ComparedFaces.RetryAfter - TimeSpan.FromSeconds(1));
        await rig.Detector.Compared.WhenRead(server.Url);
        Assert.Empty(await CompareAsync(rig, server.Url, FacePictures.Astronaut));
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.Detector.Compared.WhenRead(server.Url);

        Assert.Contains("same_face", FaceRig.Said(await CompareAsync(rig, server.Url, FacePictures.Astronaut)));
    }

    [Fact]
    public async Task A_picture_without_a_face_gives_none_to_look_for()
    {
        await using var server = await Receiver.StartAsync(TimeProvider.System, async context => await context.Response.Body.WriteAsync(FacePictures.Cat, Token));
        using var rig = new FaceRig(Patient, null, Loopback);

        await rig.Detector.Compared.WhenRead(server.Url);

        Assert.Contains("it shows no face", Assert.Single(rig.Log));
        Assert.Empty(await CompareAsync(rig, server.Url, FacePictures.Astronaut));
    }

    [Fact]
    public async Task Without_a_face_to_look_for_nothing_is_looked_at()
    {
        using var rig = new FaceRig();

        Assert.Empty(await rig.SeeAsync(FacePictures.Astronaut, "FACECOMPARE"));
        Assert.Empty(rig.Detector.Loaded);
        Assert.Empty(rig.Log);
    }

    private static Task<IReadOnlyList<Finding>> CompareAsync(FaceRig rig, string compareBase, byte[] frame, params string[] more) =>
        rig.SeeAsync(frame, new FrameWants([], ["FACECOMPARE", .. more]) { CompareBase = compareBase });
}
