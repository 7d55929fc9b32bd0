using Sluice.Protocol;

namespace Sluice.Tests.Protocol;

public class WebhookSignatureTests
{
    // The example of Standard Webhooks.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Time = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const string Other = "whsec_b3RoZXI=";
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    private static ReadOnlySpan<byte> Body => """{"test": 2432232314}"""u8;

    [Fact]
    public void The_published_example_is_signed_as_published() =>
        Assert.Equal(Signature, WebhookSignature.Sign(Id, 1614265330, Body, [Secret]));

    [Fact]
    public void Two_secrets_give_two_signatures_in_their_order()
    {
        var other = WebhookSignature.Sign(Id, 1614265330, Body, [Other]);

        Assert.NotEqual(Signature, other);
        Assert.Equal($"{other} {Signature}", WebhookSignature.Sign(Id, 1614265330, Body, [Other, Secret]));
    }

    [Theory]
    [InlineData(Id, Time, Signature, SignatureCheck.Valid)]
    [InlineData(Id, Time, "v1,AAAA v1a,BBBB " + Signature, SignatureCheck.Valid)]
    [InlineData("msg_other", Time, Signature, SignatureCheck.Mismatch)]
    [InlineData(Id, "1614265331", Signature, SignatureCheck.Mismatch)]
    [InlineData(Id, Time, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", SignatureCheck.Mismatch)]
    [InlineData(Id, Time, "v1,", SignatureCheck.Mismatch)]
    [InlineData(Id, Time, "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", SignatureCheck.NotSigned)]
    [InlineData(Id, Time, null, SignatureCheck.NotSigned)]
    [InlineData(Id, null, Signature, SignatureCheck.NotSigned)]
    [InlineData(Id, "soon", Signature, SignatureCheck.NotSigned)]
    [InlineData(Id, "-1614265330", Signature, SignatureCheck.NotSigned)]
    [InlineData(null, Time, Signature, SignatureCheck.NotSigned)]
    public void Headers_are_valid_only_as_they_were_signed(string? id, string? timestamp, string? signature, SignatureCheck expected) =>
        Assert.Equal(expected, WebhookSignature.Verify(id, timestamp, signature, Body, [Secret], Now));

    [Fact]
    public void A_changed_body_is_a_mismatch() =>
        Assert.Equal(SignatureCheck.Mismatch, WebhookSignature.Verify(Id, Time, Signature, """{"test":2432232314}"""u8, [Secret], Now));

    [Theory]
    [InlineData(0, SignatureCheck.Valid)]
    [InlineData(300, SignatureCheck.Valid)]
    [InlineData(301, SignatureCheck.OutOfTime)]
    [InlineData(-300, SignatureCheck.Valid)]
    [InlineData(-301, SignatureCheck.OutOfTime)]
    public void A_time_may_be_5_minutes_off(int seconds, SignatureCheck expected) =>
        Assert.Equal(expected, WebhookSignature.Verify(Id, Time, Signature, Body, [Secret], Now.AddSeconds(seconds)));

    [Fact]
    public void The_tolerance_is_the_callers() => Assert.Equal(
        SignatureCheck.OutOfTime,
        WebhookSignature.Verify(Id, Time, Signature, Body, [Secret], Now.AddSeconds(11), TimeSpan.FromSeconds(10)));

    [Fact]
    public void A_time_beyond_all_clocks_is_out_of_time()
    {
        var signature = WebhookSignature.Sign(Id, long.MaxValue, Body, [Secret]);

        Assert.Equal(SignatureCheck.OutOfTime, WebhookSignature.Verify(Id, "9223372036854775807", signature, Body, [Secret], Now));
    }

    [Fact]
    public void Either_of_two_secrets_verifies()
    {
        Assert.Equal(SignatureCheck.Valid, WebhookSignature.Verify(Id, Time, Signature, Body, [Other, Secret], Now));
        Assert.Equal(SignatureCheck.Mismatch, WebhookSignature.Verify(Id, Time, Signature, Body, [Other], Now));
    }

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    public void What_is_no_secret_is_refused_and_not_echoed(string secret)
    {
        Assert.False(WebhookSignature.IsSecret(secret));
        var error = Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(Id, 0, Body, [secret]));
        Assert.DoesNotContain(secret, error.Message);
    }

    [Fact]
    public void No_secret_at_all_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(Id, 0, Body, []));
        Assert.Throws<ArgumentException>(() => WebhookSignature.Verify(Id, Time, Signature, Body, [], Now));
    }
}
