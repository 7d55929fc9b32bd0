using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Sluice.Server.Detection.Inference;

/// <summary>
/// The library that runs models. On Linux it tells its makers about its use unless the process has <c>ORT_DISABLE_TELEMETRY=1</c> in its
/// environment before the library begins; what .NET sets reaches no native code, so it is set by libc.
/// </summary>
internal static partial class OnnxLibrary
{
    private const string Silence = "ORT_DISABLE_TELEMETRY";

    /// <summary>Before anything else of the library. Throws when the library is not there.</summary>
    public static void Prepare() => _ = Ready.Environment;

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static class Ready
    {
        static Ready()
        {
            // Who has it already is spared the change: another thread may be reading.
            if (System.Environment.GetEnvironmentVariable(Silence) != "1" && SetEnvironment(Silence, "1", 1) != 0)
            {
                throw new InvalidOperationException($"{Silence} cannot be set.");
            }

            var options = new EnvironmentCreationOptions { logId = "sluice", logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
            Environment = OrtEnv.CreateInstanceWithOptions(ref options);
            Environment.DisableTelemetryEvents();
        }

        public static OrtEnv Environment { get; }
    }
}
