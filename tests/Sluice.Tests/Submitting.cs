using Sluice.Server.Storage;
using Sluice.Server.Streams;

namespace Sluice.Tests;

/// <summary>Submissions to a node without a limit of its own.</summary>
internal static class Submitting
{
    public static Task<SubmitResult> SubmitAsync(this IStreamStore store, StreamRow stream, CancellationToken cancellationToken) =>
        store.SubmitAsync(stream, int.MaxValue, cancellationToken);
}
