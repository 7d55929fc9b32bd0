namespace Sluice.Server.Streams;

/// <summary>
/// Tells the node that owns a stream what was decided about it. Fire and forget: a message that is lost costs a second, since
/// every node also sweeps its own rows.
/// </summary>
internal interface INodeMessenger
{
    /// <summary>The name of this node: the owner of what is submitted here.</summary>
    string Self { get; }

    /// <summary>A stream was submitted for its owner to pull.</summary>
    void TellSubmitted(StreamRow stream);

    /// <summary>A stream of that owner is closing.</summary>
    void TellClosing(string owner, string streamId);
}
