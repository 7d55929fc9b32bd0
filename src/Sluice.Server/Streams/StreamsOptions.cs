namespace Sluice.Server.Streams;

/// <summary>A stream's life.</summary>
internal sealed class StreamsOptions
{
    public const string Section = "Sluice:Streams";

    /// <summary>How long an ended stream is remembered: so long a close of it is answered 1100. Default 7 days.</summary>
    public TimeSpan RememberFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>After a close, how long what was captured may take to be judged; what does not fit is dropped and counted. Default 5 s.</summary>
    public TimeSpan DrainFor { get; set; } = TimeSpan.FromSeconds(5);
}
