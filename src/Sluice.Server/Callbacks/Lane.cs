namespace Sluice.Server.Callbacks;

/// <summary>The results of one kind of one stream: their first attempts keep their order.</summary>
/// <param name="StreamId">The stream.</param>
/// <param name="ContentType">1 frame, 2 audio.</param>
internal readonly record struct Lane(string StreamId, int ContentType);
