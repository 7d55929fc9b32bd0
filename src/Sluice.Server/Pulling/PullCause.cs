namespace Sluice.Server.Pulling;

/// <summary>Why an attempt to pull ended. The values from 3001 on are protocol §5's error codes; a source without sound goes on with its frames, so none is 3004: that is told at the end of its audio side.</summary>
internal enum PullCause
{
    /// <summary>It was told to stop.</summary>
    Stopped = 0,

    /// <summary>The source said that it is over: ENDLIST, a recorded file read to its end.</summary>
    SourceEnded = 1,

    /// <summary>Data stopped coming or the connection broke after media had come: tried again.</summary>
    Broken = 2,

    /// <summary>The address could not be opened: HTTP 403/404, refused, DNS, not allowed.</summary>
    CannotOpen = 3001,

    /// <summary>The data is invalid.</summary>
    InvalidData = 3002,

    /// <summary>The stream does not exist.</summary>
    NoSuchStream = 3003,

    /// <summary>The pull token is invalid or expired: HTTP 401.</summary>
    BadToken = 3005,
}
