using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Cli;

/// <summary>How the program writes JSON of its own.</summary>
internal static class Json
{
    /// <summary>On one line, with non-ASCII text and <c>+</c> as they are: for people and scripts, never for a web page.</summary>
    public static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
