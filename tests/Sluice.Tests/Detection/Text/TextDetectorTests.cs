using Sluice.Server.Children;
using Sluice.Server.Detection;
using Sluice.Server.Detection.Inference;
using Sluice.Server.Detection.Text;

namespace Sluice.Tests.Detection.Text;

public sealed class TextDetectorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-text-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("zh", "欢迎来到直播间")]
    [InlineData("zh", "限时优惠88元")]
    [InlineData("zh", "Follow me tonight")]
    [InlineData("en", "Breaking news at 8")]
    [InlineData("en", "感谢大家的支持")]
    public async Task A_line_is_read_with_its_place_whatever_the_streams_language(string language, string text)
    {
        using var rig = TextRig.Get();

        var line = Assert.Single(await rig.SeeAloneAsync(TextRig.Frame((text, 200, 300)), language));

        Assert.Equal((TextDetector.DetectorName, FindingKinds.Text, text), (line.Detector, line.Kind, line.Content));
        Assert.InRange(line.Probability, 0.8, 1);
        var place = Assert.NotNull(line.Location);
        Assert.InRange(place.X1, 185, 205);
        Assert.InRange(place.Y1, 260, 280);
        Assert.InRange(place.Y2, 298, 320);
    }

    [Theory]
    [InlineData("مرحبا بكم في البث المباشر", "ar")]
    [InlineData("مرحبا بكم في البث المباشر", "en")]
    [InlineData("Follow me tonight", "ar")]
    [InlineData("13800138000", "ar")]
    public async Task Arabic_is_read_in_any_stream_and_other_text_in_Arabic_ones(string text, string language)
    {
        using var rig = TextRig.Get();

        var line = Assert.Single(await rig.SeeAloneAsync(TextRig.Frame(36, [(text, 200, 300)]), language));

        Assert.Equal(text, line.Content);
        Assert.Empty(rig.ArabicFailures);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(-25)]
    [InlineData(90)]
    [InlineData(-90)]
    public async Task A_turned_line_is_read(float angle)
    {
        using var rig = TextRig.Get();

        Assert.Equal(["Follow me tonight"], TextRig.Said(await rig.SeeAloneAsync(TextRig.Frame(36, [("Follow me tonight", 500, 370)], angle))));
    }

    [Fact]
    public async Task Rows_are_read_from_top_to_bottom_and_from_left_to_right()
    {
        using var rig = TextRig.Get();
        var frame = TextRig.Frame(("three", 100, 300), ("two", 700, 105), ("one", 100, 100), ("four", 100, 500));

        Assert.Equal(["one", "two", "three", "four"], TextRig.Said(await rig.SeeAloneAsync(frame)));
    }

    [Fact]
    public async Task A_frame_without_text_has_none()
    {
        using var rig = TextRig.Get();
        using var clutter = new TestPicture(1280, 720).Clutter(5);

        Assert.Empty(await rig.SeeAloneAsync(clutter.Jpeg()));
        Assert.Empty(await rig.SeeAloneAsync(TextRig.Frame([])));
    }

    [Fact]
    public async Task Noise_is_not_read_and_takes_bounded_work()
    {
        using var rig = new TextRig(new TextOptions { MaxLines = 10 });
        using var noise = new TestPicture(1280, 720).Noise(3);

        Assert.Empty(await rig.SeeAloneAsync(noise.Jpeg()));
        Assert.InRange(rig.Work.Lines, 0, 10);
    }

    [Fact]
    public async Task No_more_lines_are_read_than_are_allowed_and_the_largest_count()
    {
        using var rig = new TextRig(new TextOptions { MaxLines = 2 });
        var frame = TextRig.Frame(("a long line of text", 100, 100), ("hi", 100, 300), ("another long line", 100, 500));

        Assert.Equal(["a long line of text", "another long line"], TextRig.Said(await rig.SeeAloneAsync(frame)));
    }

    [Fact]
    public async Task A_wall_of_text_is_reported_up_to_the_characters_that_are_allowed()
    {
        using var rig = new TextRig(new TextOptions { MaxCharacters = 100 });
        var frame = TextRig.Frame(24, Enumerable.Range(0, 20).Select(i => ("quick brown fox jumps over the dog", 50f, 40f + (i * 34))));

        var said = TextRig.Said(await rig.SeeAloneAsync(frame)).ToList();

        Assert.InRange(said.Sum(line => line.Length), 40, 100);
    }

    [Theory]
    [InlineData(RegionFinder.FileName)]
    [InlineData(LineReader.FileName)]
    [InlineData(LineDictionary.FileName)]
    public void Without_one_of_its_files_it_cannot_run_and_says_which(string missing)
    {
        LinkAllBut(missing);
        using var rig = new TextRig(modelFolder: _folder.FullName);

        Assert.False(rig.Installed.IsAvailable);
        Assert.StartsWith($"{missing} not in {_folder.FullName}", rig.Installed.Detail);
        Assert.Contains("IMGTEXTRISK", rig.Installed.RiskTypes);
    }

    [Theory]
    [InlineData(RegionFinder.FileName)]
    [InlineData(LineReader.FileName)]
    public async Task A_damaged_network_is_named(string damaged)
    {
        LinkAllBut(damaged);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, damaged), "not a network", TestContext.Current.CancellationToken);
        using var rig = new TextRig(modelFolder: _folder.FullName);

        var failure = await Assert.ThrowsAsync<ModelException>(() => rig.SeeAsync(TextRig.Frame(("hello", 100, 100))));

        Assert.Contains(damaged, failure.Message);
        Assert.Equal([damaged], rig.Failures);
        Assert.Contains(damaged, Assert.Throws<ModelException>(rig.Installed.TryModels!).Message);
    }

    [Fact]
    public async Task A_dictionary_of_another_length_is_named()
    {
        LinkAllBut(LineDictionary.FileName);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, LineDictionary.FileName), "a\nb", TestContext.Current.CancellationToken);
        using var rig = new TextRig(modelFolder: _folder.FullName);

        Assert.Contains("is another dictionary", (await Assert.ThrowsAsync<ModelException>(() => rig.SeeAsync(TextRig.Frame(("hello", 100, 100))))).Message);
    }

    [Fact]
    public async Task Without_tesseract_Arabic_is_unread_and_told_once_and_all_else_is_read()
    {
        using var rig = new TextRig(new TextOptions { TesseractPath = "/nonexistent/tesseract" });
        var frame = TextRig.Frame(36, [("مرحبا بكم في البث المباشر", 200, 300), ("Follow me", 200, 100)]);

        Assert.Contains("Follow me", TextRig.Said(await rig.SeeAloneAsync(frame, "ar")));
        await rig.SeeAloneAsync(frame, "ar");

        Assert.Equal([ArabicFailure.Missing, ArabicFailure.Missing], rig.ArabicFailures);
        Assert.Contains(Tesseract.Advice, Assert.Single(rig.Log, line => line.Contains("Arabic on screen is not read", StringComparison.Ordinal)));
        Assert.False(rig.LackedFindings);
        Assert.Contains(Tesseract.Advice, await rig.Detector.FindArabicFaultAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_tesseract_that_fails_leaves_the_frame_to_be_read_again()
    {
        using var rig = new TextRig(new TextOptions { TesseractPath = "/bin/false" });

        await rig.SeeAsync(TextRig.Frame(36, [("مرحبا بكم في البث المباشر", 200, 300)]), "ar");

        Assert.Equal([ArabicFailure.Failed], rig.ArabicFailures);
        Assert.True(rig.LackedFindings);
    }

    [Fact]
    public async Task A_tesseract_that_does_not_answer_takes_the_time_of_other_lines_once()
    {
        var program = await ProgramAsync("echo asked >> \"$0.asked\"; exec sleep 60");
        using var rig = new TextRig(new TextOptions { TesseractPath = program, Sandbox = SandboxMode.None });
        var frame = TextRig.Frame(36, [("Follow me tonight", 200, 100), ("مرحبا بكم في البث المباشر", 200, 300), ("Breaking news", 200, 500)]);

        Assert.InRange((await SeeUntilLateAsync(rig, frame, program, asked: 1)).Count, 0, 1);
        Assert.True(rig.LackedFindings);
        Assert.Empty(new[] { "Follow me tonight", "Breaking news" }.Except(await SeeUntilLateAsync(rig, frame, program, asked: 2)));
        Assert.Equal([ArabicFailure.TimedOut, ArabicFailure.TimedOut], rig.ArabicFailures);
    }

    [Fact]
    public async Task A_second_reading_of_a_line_that_takes_too_long_leaves_the_first()
    {
        var word = "5\\t1\\t1\\t1\\t1\\t1\\t0\\t0\\t9\\t9\\t80\\tمرحبا";
        var program = await ProgramAsync($"mkdir \"$0.first\" && printf '{word}\\n' && exit; echo asked >> \"$0.asked\"; exec sleep 60");
        using var rig = new TextRig(new TextOptions { TesseractPath = program, Sandbox = SandboxMode.None });

        var said = await SeeUntilLateAsync(rig, TextRig.Frame(36, [("مرحبا بكم في البث المباشر", 200, 300)]), program, asked: 1);

        Assert.Equal(["مرحبا"], said);
        Assert.Empty(rig.ArabicFailures);
    }

    [Fact]
    public async Task It_is_loaded_when_a_stream_wants_it()
    {
        using var rig = new TextRig();
        await using var host = await RunnerHost.StartAsync(new DetectionOptions { DetectorTimeout = TimeSpan.FromMinutes(1) }, rig.Detector);

        await host.JudgeAsync(TextRig.Frame(("hello", 100, 100)), "QRCODE");
        Assert.Empty(rig.Detector.Loaded);
        Assert.Equal("hello", Assert.Single(await host.JudgeAsync(TextRig.Frame(("hello", 100, 100)), "ADVERT")).Content);
        Assert.Equal([RegionFinder.FileName, LineReader.FileName], rig.Detector.Loaded);
    }

    // A tesseract that does this once it has read all of its input.
    private async Task<string> ProgramAsync(string does)
    {
        var program = Path.Combine(_folder.FullName, "tesseract");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncat > /dev/null\n{does}\n", TestContext.Current.CancellationToken);
        using (var chmod = System.Diagnostics.Process.Start("chmod", ["500", program]))
            await chmod.WaitForExitAsync(TestContext.Current.CancellationToken);
        return program;
    }

    private static async Task<IReadOnlyList<string>> SeeUntilLateAsync(TextRig rig, byte[] frame, string program, int asked)
    {
        var seeing = rig.SeeAsync(frame, "ar");
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!File.Exists(program + ".asked") || new FileInfo(program + ".asked").Length < asked * "asked\n".Length)
            Assert.True(!seeing.IsCompleted && await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken));
        rig.Time.Advance(new TextOptions().TesseractTimeout);
        return [.. TextRig.Said(await seeing)];
    }

    private void LinkAllBut(string missing)
    {
        foreach (var file in new[] { RegionFinder.FileName, LineReader.FileName, LineDictionary.FileName }.Where(file => file != missing))
        {
            File.CreateSymbolicLink(Path.Combine(_folder.FullName, file), Path.Combine(ModelFolder.Default, file));
        }
    }
}
