using System.Net.Http.Headers;
using System.Net.Security;
using Sluice.Server.Egress;

namespace Sluice.Server.Detection.Faces;

/// <summary>Fetches pictures that customers name, from where the egress rules let it.</summary>
internal sealed class PortraitFetcher : IDisposable
{
    /// <summary>Of a picture.</summary>
    public const int MostBytes = 4 << 20;

    private static readonly ProductInfoHeaderValue UserAgent = new("Sluice", null);
    private readonly HttpClient _client;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;

    public PortraitFetcher(EgressConnector connector, TimeSpan timeout, TimeProvider time)
    {
        (_timeout, _time) = (timeout, time);
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            ConnectTimeout = timeout,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = CertificateRules.Create() },
            UseProxy = false,
            UseCookies = false,

            // Each connection of each is checked like the first.
            MaxAutomaticRedirections = 3,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 16,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <exception cref="PictureException">It did not come. The message holds nothing of the URL.</exception>
    /// <exception cref="OperationCanceledException">It is not wanted any more.</exception>
    public async Task<byte[]> FetchAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.UserAgent.Add(UserAgent);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return response.IsSuccessStatusCode
                ? await ReadAsync(response.Content, either.Token)
                : throw new PictureException($"HTTP {(int)response.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureException($"it did not come within {_timeout.TotalSeconds} s");
        }
        catch (HttpRequestException failure) when (failure.InnerException is EgressException refusal)
        {
            throw new PictureException(refusal.Message);
        }
        catch (HttpRequestException failure)
        {
            throw new PictureException($"connection: {failure.HttpRequestError}");
        }
        catch (IOException)
        {
            throw new PictureException("the connection broke off");
        }
    }

    public void Dispose() => _client.Dispose();

    private static async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await using var body = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 << 10];
        int read;
        while (content.Headers.ContentLength is null or <= MostBytes && (read = await body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            bytes.Write(buffer, 0, read);
            if (bytes.Length > MostBytes)
            {
                break;
            }
        }

        return content.Headers.ContentLength > MostBytes || bytes.Length > MostBytes
            ? throw new PictureException($"it is larger than {MostBytes} bytes")
            : bytes.ToArray();
    }
}
