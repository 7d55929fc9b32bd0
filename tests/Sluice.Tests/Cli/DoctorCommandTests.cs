using System.Text.Json.Nodes;
using Sluice.Cli.Commands;
using Sluice.Cli.Diagnosis;
using Sluice.Server.Children;

namespace Sluice.Tests.Cli;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task A_machine_that_runs_the_tests_is_well()
    {
        var run = await CommandRun.RunAsync(new DoctorCommand(), "doctor", "--data", Path.GetTempPath());

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("✓ ffmpeg", run.Output);
        Assert.Contains("✓ sandbox", run.Output);
        Assert.Matches("✓ nudity +mobilenet_v2.onnx, inception_v3.onnx; about 13 ms of a processor", run.Output);
        Assert.Matches("✓ text +ppocr_regions.onnx, ppocr_lines.onnx; about 380 ms of a processor", run.Output);
        Assert.Matches("✓ tesseract +reads Arabic on screen", run.Output);
        Assert.DoesNotContain("- no detector for image types", run.Output);
        Assert.Contains("- no detector for audio types ANTHEN", run.Output);
        Assert.Contains("- no recogniser for speech in zh ar", run.Output);
        Assert.DoesNotContain("QRCODE", run.Output);
        Assert.DoesNotContain("✗", run.Output);
    }

    [Fact]
    public async Task A_model_that_is_damaged_is_named()
    {
        var data = Directory.CreateTempSubdirectory("sluice-doctor-");
        try
        {
            var model = Path.Combine(data.FullName, "mobilenet_v2.onnx");
            await File.WriteAllTextAsync(model, "not a network", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(data.FullName, "sluice.json"),
                $$"""{ "Sluice": { "Detection": { "ModelFolder": "{{data.FullName}}" } } }""",
                TestContext.Current.CancellationToken);

            var run = await CommandRun.RunAsync(new DoctorCommand(), "doctor", "--data", data.FullName);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains($"{model} cannot be used: ", Assert.Single(run.Output.Split('\n'), line => line.StartsWith("✗ nudity", StringComparison.Ordinal)));
            Assert.Contains("missing: nudity", run.Error);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_not_well()
    {
        var run = await CommandRun.RunAsync(new DoctorCommand(), "doctor", "--json", "--data", "/proc/sluice");

        Assert.Equal(1, run.ExitCode);
        var json = JsonNode.Parse(run.Output)!;
        Assert.False((bool)json["ok"]!);
        Assert.False((bool)json["checks"]!.AsArray().Single(check => (string?)check!["name"] == "data folder")!["ok"]!);
        Assert.Contains("data folder", run.Error);
    }

    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright", true)]
    [InlineData("ffmpeg version 6.1.1-3ubuntu5 Copyright", true)]
    [InlineData("ffmpeg version n7.0 Copyright", true)]
    [InlineData("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", false)]
    [InlineData("ffmpeg version N-109542-g0c0c4e2 Copyright", true)]
    [InlineData("something else", false)]
    public void An_ffmpeg_older_than_5_1_is_not_enough(string output, bool ok) =>
        Assert.Equal(ok, FfmpegChecks.CheckVersion(output).Ok);

    [Fact]
    public void A_missing_part_of_ffmpeg_is_named()
    {
        var check = FfmpegChecks.CheckParts("demuxers", ["flv", "hls"], " D  flv             FLV\n D  live_hls        x\n D  mov,mp4,m4a     y");

        Assert.False(check.Ok);
        Assert.Equal("missing: hls", check.Detail);
    }

    [Fact]
    public void A_decoder_without_a_sandbox_is_not_well()
    {
        var check = SandboxCheck.Of(Confinement.None);

        Assert.False(check.Ok);
        Assert.Contains("install the package util-linux", check.Detail);
    }

    [Fact]
    public void A_missing_library_says_what_to_install()
    {
        var check = LibraryChecks.Check("libnone", "libsluice-none.so.0", "install it");

        Assert.False(check.Ok);
        Assert.Equal("install it", check.Detail);
    }
}
