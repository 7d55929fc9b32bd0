using Microsoft.Extensions.Time.Testing;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Unchanged;

namespace Sluice.Tests.Detection.Unchanged;

public sealed class FrameMemoryTests
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromSeconds(30);
    private static readonly FrameWants Codes = new(["QRCODE"], []);
    private static readonly JudgedFrame Judged = new([new Finding("codes", "qrcode", 1)], 7);
    private static readonly PictureSignature Picture = Draw(1);
    private static readonly PictureSignature Other = Draw(2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_was_judged_is_known_until_it_is_too_old()
    {
        var memory = Remembering(Codes);

        _time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.Equal(Judged, See(memory, Picture, Codes).Known);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Null(See(memory, Picture, Codes).Known);
    }

    [Fact]
    public void A_changed_picture_is_not_known_and_the_one_that_was_judged_still_is()
    {
        var memory = Remembering(Codes);

        Assert.Null(See(memory, Other, Codes).Known);
        Assert.Equal(Judged, See(memory, Picture, Codes).Known);
    }

    [Fact]
    public void Types_that_it_was_not_judged_for_are_not_known()
    {
        var memory = Remembering(new FrameWants(["QRCODE", "EROTIC"], ["AGE"]) { CompareBase = "base" });

        Assert.NotNull(Known(new FrameWants(["EROTIC"], ["AGE"]) { CompareBase = "base" }));
        Assert.NotNull(Known(new FrameWants(["QRCODE"], []) { CompareBase = "base" }));
        Assert.Null(Known(new FrameWants(["VIOLENT"], []) { CompareBase = "base" }));
        Assert.Null(Known(new FrameWants(["QRCODE"], ["GENDER"]) { CompareBase = "base" }));
        Assert.Null(Known(new FrameWants(["QRCODE"], []) { CompareBase = "another" }));

        JudgedFrame? Known(FrameWants wants) => See(memory, Picture, wants).Known;
    }

    [Fact]
    public void A_picture_is_still_since_it_was_first_seen_whatever_was_judged_since()
    {
        var memory = Remembering(Codes);
        _time.Advance(TimeSpan.FromMinutes(2));
        memory.Remember(See(memory, Picture, Codes), Codes, Judged);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(121), See(memory, Picture, Codes).StillFor);
        Assert.Equal(TimeSpan.Zero, See(memory, Other, Codes).StillFor);
    }

    [Fact]
    public void It_is_judged_again_once_when_it_has_been_still_for_as_long_as_means_something()
    {
        var memory = Remembering(Codes);
        TimeSpan[] turns = [TimeSpan.FromSeconds(10)];

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.NotNull(memory.See(Picture, Codes, KeepFor, turns).Known);
        _time.Advance(TimeSpan.FromSeconds(1));
        var seen = memory.See(Picture, Codes, KeepFor, turns);
        Assert.Null(seen.Known);
        memory.Remember(seen, Codes, Judged);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(memory.See(Picture, Codes, KeepFor, turns).Known);
    }

    [Fact]
    public void Nothing_is_known_where_nothing_may_be_kept() =>
        Assert.Null(Remembering(Codes).See(Picture, Codes, TimeSpan.Zero, []).Known);

    [Fact]
    public void Of_two_frames_that_were_judged_at_once_the_newer_counts()
    {
        var memory = new FrameMemory(_time);
        var older = See(memory, Picture, Codes);
        _time.Advance(TimeSpan.FromSeconds(1));
        var newer = See(memory, Other, Codes);

        memory.Remember(newer, Codes, Judged);
        memory.Remember(older, Codes, JudgedFrame.Empty);

        Assert.Equal(Judged, See(memory, Other, Codes).Known);
    }

    private FrameMemory Remembering(FrameWants wants)
    {
        var memory = new FrameMemory(_time);
        memory.Remember(See(memory, Picture, wants), wants, Judged);
        return memory;
    }

    private static FrameSighting See(FrameMemory memory, PictureSignature picture, FrameWants wants) => memory.See(picture, wants, KeepFor, []);

    private static PictureSignature Draw(int seed)
    {
        using var picture = new TestPicture(640, 360).Clutter(seed);
        return SignatureReader.Read(picture.Jpeg())!;
    }
}
