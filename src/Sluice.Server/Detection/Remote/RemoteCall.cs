namespace Sluice.Server.Detection.Remote;

/// <summary>What became of a picture or sound that an endpoint was to judge, for log and figures.</summary>
/// <param name="Detector">Whose endpoint.</param>
/// <param name="Endpoint">Scheme, host and port.</param>
/// <param name="Outcome">What.</param>
/// <param name="Took">Zero when it was not asked.</param>
/// <param name="Failure">What went wrong; null when it answered or was not asked.</param>
/// <param name="Change">What that did to the endpoint's gate.</param>
internal sealed record RemoteCall(string Detector, string Endpoint, CallOutcome Outcome, TimeSpan Took, string? Failure, GateChange Change);
