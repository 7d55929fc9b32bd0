using System.Diagnostics;

namespace Sluice.Tests.Detection;

/// <summary>Runs ffmpeg over bytes.</summary>
internal static class FfmpegTool
{
    public static async Task<byte[]> ConvertAsync(byte[] input, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", "pipe:0", .. arguments, "pipe:1"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var ffmpeg = Process.Start(start)!;
        using var output = new MemoryStream();
        var errors = ffmpeg.StandardError.ReadToEndAsync(cancellationToken);
        var read = ffmpeg.StandardOutput.BaseStream.CopyToAsync(output, cancellationToken);
        await ffmpeg.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
        ffmpeg.StandardInput.Close();
        await read;
        await ffmpeg.WaitForExitAsync(cancellationToken);
        Assert.Equal((0, ""), (ffmpeg.ExitCode, await errors));
        return output.ToArray();
    }
}
