namespace Sluice.Server.Pulling;

/// <summary>What a line of ffmpeg's standard error says about why a source cannot be pulled: one row of the table below.</summary>
/// <param name="Text">What the line contains.</param>
/// <param name="Cause">What it means while nothing has been read.</param>
/// <param name="Detail">A sentence for operators. Never text of the line itself, which may hold secrets.</param>
internal sealed record SourceFailure(string Text, PullCause Cause, string Detail)
{
    // The most telling first: of several lines the first row counts.
    private static readonly SourceFailure[] Table =
    [
        new("setpriv: ", PullCause.CannotOpen, "ffmpeg could not be started"),
        new("Server returned 401", PullCause.BadToken, "HTTP 401: authorization failed"),
        new("Server returned 403", PullCause.CannotOpen, "HTTP 403: access denied"),
        new("Server returned 404", PullCause.CannotOpen, "HTTP 404: not found"),
        new("Server returned 4", PullCause.CannotOpen, "the server answered HTTP 4xx"),
        new("Server returned 5", PullCause.CannotOpen, "the server answered HTTP 5xx"),
        new("StreamNotFound", PullCause.NoSuchStream, "the server knows no such stream"),
        new("No such stream", PullCause.NoSuchStream, "the server knows no such stream"),
        new("Stream not found", PullCause.NoSuchStream, "the server knows no such stream"),
        new("Server error: Authentication", PullCause.BadToken, "the RTMP server wants authentication"),
        new("code=403", PullCause.BadToken, "the RTMP server wants authentication"),
        new("Server error: ", PullCause.CannotOpen, "the RTMP server refused"),
        new("Failed to resolve hostname", PullCause.CannotOpen, "the host name does not resolve"),
        new("Connection refused", PullCause.CannotOpen, "connection refused"),
        new("No route to host", PullCause.CannotOpen, "no route to the host"),
        new("Network is unreachable", PullCause.CannotOpen, "the network is unreachable"),
        new("handshake", PullCause.CannotOpen, "no handshake with the server"),
        new("IO error: ", PullCause.CannotOpen, "no TLS connection to the server"),
        new("Connection reset", PullCause.CannotOpen, "the server reset the connection"),
        new("timed out", PullCause.CannotOpen, "the server does not answer"),
        new("Format not on whitelist", PullCause.InvalidData, "the data is of a format that is not allowed"),
        new("not on whitelist", PullCause.CannotOpen, "the source leads to a protocol that is not allowed"),
        new("does not contain any stream", PullCause.InvalidData, "the source has none of the wanted media"),
        new("Stream ends prematurely", PullCause.InvalidData, "the data ends before anything could be decoded"),
        new("Invalid data found", PullCause.InvalidData, "the data is invalid"),
        new("Output file is empty", PullCause.InvalidData, "the source holds no frame and no sound"),
        new("Option not found", PullCause.InvalidData, "the data is not what the address says"),
        new("End of file", PullCause.InvalidData, "the data ends before anything could be decoded"),
        new("Input/output error", PullCause.CannotOpen, "the source could not be read"),
    ];

    private static readonly string[] ReadFailures =
    [
        "Input/output error", "Stream ends prematurely", "timed out", "Connection reset", "Broken pipe", "Failed to reload playlist",
        "Error during demuxing", "Server returned", "IO error: ", "Connection refused", "Failed to resolve hostname",
    ];

    /// <summary>The row's place in the table; 0 is the most telling.</summary>
    public int Rank => Array.IndexOf(Table, this);

    /// <summary>The first row that the line contains, or null.</summary>
    public static SourceFailure? Find(string line) =>
        Array.Find(Table, row => line.Contains(row.Text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The line says that the network or the server failed, in opening or in reading.</summary>
    public static bool IsReadFailure(string line) =>
        Array.Exists(ReadFailures, text => line.Contains(text, StringComparison.OrdinalIgnoreCase));
}
