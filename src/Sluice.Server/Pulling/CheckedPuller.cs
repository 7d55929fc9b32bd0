using Sluice.Server.Egress;

namespace Sluice.Server.Pulling;

/// <summary>
/// Refuses a source whose host resolves to no address that may be contacted: the stream ends with 3001 and is not tried again.
/// Where the host has changed its address between the check and the pull, the pull still goes where the name leads.
/// </summary>
internal sealed class CheckedPuller(IPuller inner, EgressResolver resolver) : IPuller
{
    public async Task<PullEnd> PullAsync(PullRequest request, IMediaSink sink, CancellationToken stop)
    {
        var source = new Uri(request.Url);
        EgressResolution resolution;
        try
        {
            resolution = await resolver.ResolveAsync(source.IdnHost, source.Port, stop);
        }
        catch (OperationCanceledException)
        {
            return new PullEnd(PullCause.Stopped, "stopped while the host was resolved", HadFrames: false);
        }

        return resolution.Status switch
        {
            EgressStatus.Refused => new PullEnd(PullCause.CannotOpen, resolution.Reason!, HadFrames: false) { IsFinal = true },
            EgressStatus.Unresolved => new PullEnd(PullCause.CannotOpen, resolution.Reason ?? "the host has no address", HadFrames: false),
            _ => await inner.PullAsync(request, sink, stop),
        };
    }
}
