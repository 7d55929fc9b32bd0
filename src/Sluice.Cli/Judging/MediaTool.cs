using System.ComponentModel;
using System.Diagnostics;

namespace Sluice.Cli.Judging;

/// <summary>An ffmpeg that reads a file and writes what it makes of it to its standard output.</summary>
internal sealed class MediaTool : IDisposable
{
    // What ffmpeg says of a file that has no such stream.
    private const string NoStream = "matches no streams";

    private readonly Process _ffmpeg;
    private readonly Task<string> _complaints;
    private readonly string _path;

    private MediaTool(Process ffmpeg, string path)
    {
        (_ffmpeg, _path) = (ffmpeg, path);
        _complaints = ffmpeg.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public Stream Output => _ffmpeg.StandardOutput.BaseStream;

    /// <param name="path">Any file that ffmpeg reads. What it refers to may only be files too.</param>
    /// <param name="arguments">What is to be made of it.</param>
    /// <exception cref="MediaFileException">There is no such file.</exception>
    /// <exception cref="CommandFailedException">There is no ffmpeg.</exception>
    public static MediaTool Start(string path, params IEnumerable<string> arguments)
    {
        if (!File.Exists(path))
        {
            throw new MediaFileException("there is no such file");
        }

        string[] all =
        [
            "-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file", "-i", $"file:{Path.GetFullPath(path)}",
            .. arguments, "pipe:1",
        ];
        try
        {
            return new MediaTool(
                Process.Start(new ProcessStartInfo("ffmpeg", all) { RedirectStandardOutput = true, RedirectStandardError = true })!, path);
        }
        catch (Win32Exception)
        {
            throw new CommandFailedException("ffmpeg is missing: install it");
        }
    }

    /// <summary>Called when it has written all.</summary>
    /// <param name="any">Something came of it.</param>
    /// <param name="nothing">What to say where there was nothing.</param>
    /// <param name="cancellationToken">Nobody wants to know any more.</param>
    /// <exception cref="MediaFileException">There was nothing, or the file is damaged.</exception>
    public async Task EndAsync(bool any, string nothing, CancellationToken cancellationToken)
    {
        await _ffmpeg.WaitForExitAsync(cancellationToken);
        var complaints = await _complaints;
        if (complaints.Contains(NoStream, StringComparison.Ordinal))
        {
            throw new MediaFileException(nothing) { IsOther = true };
        }

        if (!any || _ffmpeg.ExitCode != 0)
        {
            var complaint = LastLine(complaints);
            throw new MediaFileException(complaint.Length > 0 ? complaint : nothing) { IsOther = !any && _ffmpeg.ExitCode == 0 };
        }
    }

    public void Dispose()
    {
        if (!_ffmpeg.HasExited)
        {
            _ffmpeg.Kill();
        }

        _ffmpeg.Dispose();
    }

    private string LastLine(string complaints)
    {
        var line = complaints.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        var named = $"file:{Path.GetFullPath(_path)}: ";
        return line.StartsWith(named, StringComparison.Ordinal) ? line[named.Length..] : line;
    }
}
