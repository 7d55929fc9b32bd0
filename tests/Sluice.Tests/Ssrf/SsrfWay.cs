namespace Sluice.Tests.Ssrf;

internal enum SsrfWay
{
    /// <summary>The URL of a submission.</summary>
    Address,

    /// <summary>Status and location of the answer of a source.</summary>
    Redirect,

    /// <summary>The lines of a playlist.</summary>
    Playlist,

    /// <summary>A scheme, with a dot when the name shall end in one, then what a name resolves to, first and then again, for a pull.</summary>
    Name,

    /// <summary>What an RTMP server answers to a player that connects.</summary>
    RtmpAnswer,

    /// <summary>A request to the gate; <c>{c}</c> is the credential of a pull, <c>{o}</c> of one that is over.</summary>
    Proxy,

    /// <summary>The URL of a callback.</summary>
    Callback,

    /// <summary>Where a receiver of callbacks redirects to.</summary>
    CallbackRedirect,

    /// <summary>What a receiver's name resolves to, first and then again.</summary>
    CallbackName,
}
