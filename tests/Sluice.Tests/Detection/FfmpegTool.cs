using System.Diagnostics;

namespace Sluice.Tests.Detection;

/// <summary>Runs ffmpeg over bytes, or a file.</summary>
internal static class FfmpegTool
{
    /// <summary>ffmpeg must want all of the bytes.</summary>
    public static Task<byte[]> ConvertAsync(byte[] input, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync("pipe:0", input, arguments, cancellationToken);

    public static Task<byte[]> ConvertFileAsync(string path, string[] arguments, CancellationToken cancellationToken) =>
        RunAsync(path, [], arguments, cancellationToken);

    private static async Task<byte[]> RunAsync(string source, byte[] input, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", source, .. arguments, "pipe:1"])
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
