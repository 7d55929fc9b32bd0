namespace Sluice.Server.Speech.Workers;

/// <summary>What a recogniser's process complained of last on its standard error: native libraries say there why they fail.</summary>
internal sealed class WorkerComplaints
{
    private const int Longest = 300;
    private volatile string? _last;
    private volatile string? _error;

    /// <summary>Its last error, or else its last line; null: it said nothing.</summary>
    public string? Last => _error ?? _last;

    public void Take(string line)
    {
        var text = new string([.. line.Take(Longest).Select(letter => char.IsControl(letter) ? ' ' : letter)]).Trim();
        if (text.Length == 0)
        {
            return;
        }

        _last = text;
        if (text.Contains("error", StringComparison.OrdinalIgnoreCase) || text.Contains("fatal", StringComparison.OrdinalIgnoreCase) ||
            text.Contains("exception", StringComparison.OrdinalIgnoreCase))
        {
            _error = text;
        }
    }
}
