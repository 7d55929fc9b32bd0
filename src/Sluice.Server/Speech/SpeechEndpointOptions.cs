using Sluice.Server.Detection.Remote;

namespace Sluice.Server.Speech;

/// <summary>An endpoint that speaks OpenAI's <c>POST /v1/audio/transcriptions</c>.</summary>
internal sealed class SpeechEndpointOptions
{
    /// <summary>What stands before <c>/v1/audio/transcriptions</c>. Default: none, there is no endpoint.</summary>
    public string? Url { get; set; }

    /// <summary>The model that it is asked for. Default <c>whisper-1</c>.</summary>
    public string Model { get; set; } = "whisper-1";

    /// <summary>Sent as a bearer token. Never logged. Default: none is sent.</summary>
    public string? ApiKey { get; set; }

    /// <summary>False: the endpoint is not told the language, and finds it. Default true.</summary>
    public bool TellLanguage { get; set; } = true;

    /// <summary>True: it is asked for <c>verbose_json</c>, which says what language it heard; not every model has that. Default false.</summary>
    public bool Verbose { get; set; }

    /// <summary>How often and how long it is asked.</summary>
    public RemoteCallOptions Calls { get; set; } = new() { Timeout = TimeSpan.FromSeconds(15) };
}
