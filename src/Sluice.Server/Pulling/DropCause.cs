namespace Sluice.Server.Pulling;

/// <summary>Why captured media was not judged.</summary>
internal enum DropCause
{
    /// <summary>The stream's queue had no place: its oldest went.</summary>
    Full,

    /// <summary>It had waited too long when its turn came, or a newer one took its place then.</summary>
    Late,

    /// <summary>The stream was over, and the drain's time too.</summary>
    Over,
}
