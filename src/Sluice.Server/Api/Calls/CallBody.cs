using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Server.Api.Calls;

/// <summary>The body of a call: one JSON object (protocol §1).</summary>
internal static class CallBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = BodyLimits.Depth };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads the object. Null with a <paramref name="reason"/> when it is none.</summary>
    public static JsonDocument? Parse(ReadOnlySequence<byte> bytes, out string? reason)
    {
        reason = null;
        if (bytes.Length > BodyLimits.Bytes)
        {
            reason = "body: at most 1.5 MiB";
            return null;
        }

        var body = bytes.IsSingleSegment ? bytes.First : bytes.ToArray();
        if (body.Span.StartsWith(ByteOrderMark))
        {
            body = body[ByteOrderMark.Length..];
        }

        if (!Utf8.IsValid(body.Span))
        {
            reason = "body: not valid UTF-8";
            return null;
        }

        try
        {
            var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            reason = "body: must be one JSON object";
        }
        catch (JsonException exception)
        {
            // The exception's text may hold a piece of the body, and a body holds a key.
            reason = exception is { LineNumber: { } line, BytePositionInLine: { } column }
                ? $"body: not valid JSON at line {line + 1}, byte {column + 1}"
                : "body: not valid JSON";
        }

        return null;
    }
}
