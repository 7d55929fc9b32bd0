using System.Buffers;
using System.IO.Pipelines;

namespace Sluice.Server.Api.Calls;

/// <summary>Reads a whole body into the connection's own buffers. The server's body limit bounds it.</summary>
internal static class BodyReader
{
    public static async ValueTask<ReadOnlySequence<byte>> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken);
            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
