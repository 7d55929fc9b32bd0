namespace Sluice.Server.Streams;

/// <summary>What an event means to the pull of a stream.</summary>
internal enum PullOrder
{
    /// <summary>There is none, and none begins.</summary>
    None,

    /// <summary>The source is pulled from now on.</summary>
    Begin,

    /// <summary>Nothing changes for it.</summary>
    GoOn,

    /// <summary>The source sees its connection close. A pull that has not begun never begins.</summary>
    Stop,
}
