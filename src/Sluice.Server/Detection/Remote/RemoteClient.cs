using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.Json;
using Sluice.Server.Egress;

namespace Sluice.Server.Detection.Remote;

/// <summary>
/// Calls an endpoint that the operator configured, wherever it is, and nothing else: neither a redirect nor a proxy is followed. Answers
/// are JSON of at most 4 MiB.
/// </summary>
internal sealed class RemoteClient : IDisposable
{
    public const int LargestAnswer = 4 << 20;

    private const int DeepestJson = 16;
    private readonly HttpClient _client;
    private readonly string _base;

    /// <param name="url">What stands before each path.</param>
    /// <param name="apiKey">Null: none is sent.</param>
    public RemoteClient(string url, string? apiKey)
    {
        var uri = new Uri(url);
        _base = uri.AbsoluteUri.TrimEnd('/');
        Endpoint = $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}";
        _client = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = CertificateRules.Create() },
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 16,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),

            // An endpoint that moves to another address is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (apiKey is not null)
        {
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        }
    }

    /// <summary>Scheme, host and port: what may be logged of it.</summary>
    public string Endpoint { get; }

    public Task<JsonDocument> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonDocument> PostAsync(string path, HttpContent content, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, content, cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<JsonDocument> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, $"{_base}/{path}") { Content = content };
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new RemoteException(CallOutcome.Refused, $"HTTP {(int)response.StatusCode} of {method} /{path}");
            }

            var answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = DeepestJson });
        }
        catch (HttpRequestException failure)
        {
            throw new RemoteException(CallOutcome.Unreachable, $"connection: {failure.HttpRequestError}");
        }
        catch (IOException)
        {
            throw new RemoteException(CallOutcome.Unreachable, "the connection ended within the answer");
        }
        catch (JsonException)
        {
            throw new RemoteException(CallOutcome.BadAnswer, $"the answer to {method} /{path} is no JSON");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > LargestAnswer)
        {
            throw TooLarge();
        }

        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var answer = new byte[Math.Max(16 << 10, (int)(response.Content.Headers.ContentLength ?? 0) + 1)];
        var length = 0;
        while (await body.ReadAsync(answer.AsMemory(length), cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            length += read;
            if (length > LargestAnswer)
            {
                throw TooLarge();
            }

            if (length == answer.Length)
            {
                Array.Resize(ref answer, length * 2);
            }
        }

        return answer.AsMemory(0, length);
    }

    private static RemoteException TooLarge() => new(CallOutcome.BadAnswer, $"the answer is larger than {LargestAnswer} bytes");
}
