using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Sluice.Server.Callbacks;
using Sluice.Server.Detection.Inference;

namespace Sluice.Server.Detection.Faces;

/// <summary>
/// The faces that FACECOMPARE looks for, by imgCompareBase: each read once and kept. A picture that must be fetched is fetched in the
/// background, so that no frame waits for another's server; frames that come before it are not compared. One that cannot be had is tried
/// again after a pause.
/// </summary>
/// <param name="fetcher">Null: nothing is fetched.</param>
/// <param name="reader">Finds the face in the picture.</param>
/// <param name="time">Its steady clock.</param>
/// <param name="logger">Is told why there is no face. Never what imgCompareBase holds: no more than the server that it names.</param>
internal sealed partial class ComparedFaces(PortraitFetcher? fetcher, PortraitReader reader, TimeProvider time, ILogger<ComparedFaces> logger)
    : IDisposable
{
    /// <summary>Before it is tried again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    /// <summary>Beyond it the one that was not asked for the longest is forgotten.</summary>
    public const int MostKept = 1024;

    /// <summary>Pictures fetched at once, each of up to 4 MB; who comes later waits.</summary>
    private const int FetchedAtOnce = 8;

    private const string DataScheme = "data:";
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(FetchedAtOnce);
    private readonly CancellationTokenSource _stopping = new();
    private readonly LogThrottle _throttle = new(time);

    /// <summary>What is in the background for one; complete when nothing is.</summary>
    public Task WhenRead(string compareBase) => Find(compareBase).Face.Value;

    /// <summary>The descriptor of the face; null: there is none, or not yet.</summary>
    public float[]? Read(string compareBase)
    {
        var face = Find(compareBase).Face.Value;
        return face.IsCompletedSuccessfully ? face.Result : null;
    }

    /// <summary>Ends what is in the background.</summary>
    public void Dispose()
    {
        _stopping.Cancel();
        fetcher?.Dispose();
    }

    private Entry Find(string compareBase)
    {
        // The hash: what it holds may be a secret, and is long.
        var key = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(compareBase)));
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var entry) || entry.HasFailed(time))
            {
                Forget(key);
                entry = new Entry { Face = new Lazy<Task<float[]?>>(() => BeginAsync(key, compareBase)) };
                _entries[key] = entry;
            }

            entry.AskedAt = time.GetTimestamp();
            return entry;
        }
    }

    private void Forget(string key)
    {
        if (!_entries.Remove(key) && _entries.Count >= MostKept)
        {
            _entries.Remove(_entries.MinBy(each => each.Value.AskedAt).Key);
        }
    }

    // What is fetched is none of the detectors' threads' business, the large pictures that come of it included.
    private Task<float[]?> BeginAsync(string key, string compareBase) =>
        IsAddress(compareBase, out _) ? Task.Run(() => ReadAsync(key, compareBase)) : ReadAsync(key, compareBase);

    private async Task<float[]?> ReadAsync(string key, string compareBase)
    {
        var where = "Base64";
        try
        {
            if (!IsAddress(compareBase, out var uri))
            {
                return reader.ReadSmall(Decode(compareBase), _stopping.Token);
            }

            where = CallbackSender.EndpointOf(compareBase);
            await _places.WaitAsync(_stopping.Token);
            try
            {
                var bytes = await (fetcher ?? throw new PictureException("nothing is fetched here")).FetchAsync(uri, _stopping.Token);
                return reader.Read(bytes, _stopping.Token);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (ModelException)
        {
            // The model has told of it.
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Nobody asks any more.
        }
        catch (Exception failure)
        {
            // Whatever it is, it is tried again: without memory a library may say so in its own way.
            if (_throttle.TryPass(out var held))
            {
                LogNoFace(where, failure.Message, held);
            }
        }

        OnFailed(key);
        return null;
    }

    private void OnFailed(string key)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var entry))
            {
                entry.FailedAt = time.GetTimestamp();
            }
        }
    }

    private static bool IsAddress(string compareBase, out Uri uri) =>
        Uri.TryCreate(compareBase, UriKind.Absolute, out uri!) && uri.Scheme is "http" or "https";

    private static byte[] Decode(string compareBase)
    {
        var text = compareBase.StartsWith(DataScheme, StringComparison.OrdinalIgnoreCase)
            ? compareBase[(compareBase.IndexOf(',', StringComparison.Ordinal) + 1)..]
            : compareBase;
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) && length > 0
            ? bytes[..length]
            : throw new PictureException("it is neither an http or https address nor Base64");
    }

    [LoggerMessage(
        EventName = "CompareBaseWithoutFace",
        Level = LogLevel.Warning,
        Message = "imgCompareBase ({Where}) gives no face to look for: {Reason}. {Held} earlier failures were not logged")]
    private partial void LogNoFace(string where, string reason, int held);

    private sealed class Entry
    {
        public required Lazy<Task<float[]?>> Face { get; init; }

        public long AskedAt { get; set; }

        public long? FailedAt { get; set; }

        public bool HasFailed(TimeProvider time) => FailedAt is { } at && time.GetElapsedTime(at) >= RetryAfter;
    }
}
