namespace Sluice.Server.Detection.Text;

/// <summary>Why Arabic was not read.</summary>
internal enum ArabicFailure
{
    /// <summary>The program or its Arabic data is not installed.</summary>
    Missing,

    /// <summary>It took too long, and was ended.</summary>
    TimedOut,

    /// <summary>It could not be started, or confined as is asked for, or ended with an error, or wrote too much.</summary>
    Failed,
}
