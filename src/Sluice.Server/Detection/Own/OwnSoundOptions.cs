namespace Sluice.Server.Detection.Own;

/// <summary>A model of the operator that hears: <c>Sluice:Detection:SoundModels:NAME</c>.</summary>
internal sealed class OwnSoundOptions : OwnOptions
{
    /// <summary>What judges; there is no default.</summary>
    public OwnSoundKind? Kind { get; set; }

    /// <summary>
    /// How much sound the model is given at a time, 0.1 to 10 s. Default: what the model says, else the whole segment. What is heard in any
    /// part counts for the segment.
    /// </summary>
    public TimeSpan? Window { get; set; }
}
