using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Reflection;
using System.Text;
using Microsoft.Extensions.Options;
using Sluice.Protocol;
using Sluice.Server.Egress;

namespace Sluice.Server.Callbacks;

/// <summary>Makes one attempt to deliver a callback. Never throws for what a receiver can do.</summary>
internal sealed class CallbackSender : IDisposable
{
    /// <summary>An answer's body up to this size is read away, so that the connection serves the next callback; a larger one costs the connection.</summary>
    private const int LargestDrain = 4096;

    private static readonly TimeSpan DrainPatience = TimeSpan.FromMilliseconds(250);
    private static readonly ProductInfoHeaderValue UserAgent = new("Sluice", Version());

    private readonly HttpClient _client;
    private readonly CallbackOptions _options;
    private readonly TimeProvider _time;

    public CallbackSender(EgressConnector connector, IOptions<CallbackOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            ConnectTimeout = options.Value.Timeout,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = CertificateRules.Create() },
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = 16,
            MaxConnectionsPerServer = options.Value.EndpointConcurrency,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),

            // A receiver that moves to another address is found again.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Scheme, host and port that a callback goes to: what may be logged of its URL.</summary>
    public static string EndpointOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.IdnHost}:{uri.Port}" : "invalid";

    /// <summary>Fails only with OperationCanceledException, when <paramref name="abort"/> is cancelled.</summary>
    /// <param name="row">What is sent.</param>
    /// <param name="secrets">What it is signed with; with none it is not signed.</param>
    /// <param name="abort">Cuts the attempt off.</param>
    public async Task<CallbackAttempt> SendAsync(CallbackRow row, IReadOnlyList<string> secrets, CancellationToken abort)
    {
        if (!Uri.TryCreate(row.Url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            return new CallbackAttempt(AttemptStatus.ConnectFailed, "not an http or https address");
        }

        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, abort);
        try
        {
            using var request = Request(uri, row, secrets);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var attempt = Judge(response);
            await DrainAsync(response, abort);
            return attempt;
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            return new CallbackAttempt(AttemptStatus.Timeout, "timeout");
        }
        catch (HttpRequestException e) when (e.InnerException is EgressException refusal)
        {
            return new CallbackAttempt(AttemptStatus.Refused, refusal.Message);
        }
        catch (HttpRequestException e)
        {
            abort.ThrowIfCancellationRequested();
            return new CallbackAttempt(AttemptStatus.ConnectFailed, $"connection: {e.HttpRequestError}");
        }
    }

    private HttpRequestMessage Request(Uri uri, CallbackRow row, IReadOnlyList<string> secrets)
    {
        var content = new ByteArrayContent(row.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, uri) { Content = content };
        request.Headers.UserAgent.Add(UserAgent);
        if (secrets.Count > 0)
        {
            var timestamp = _time.GetUtcNow().ToUnixTimeSeconds();
            request.Headers.Add(WebhookSignature.IdHeader, row.Id);
            request.Headers.Add(WebhookSignature.TimestampHeader, timestamp.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Sign(row.Id, timestamp, row.Body, secrets));
        }

        if (uri.UserInfo.Length > 0)
        {
            var credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(uri.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }

        return request;
    }

    private CallbackAttempt Judge(HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return new CallbackAttempt(AttemptStatus.Delivered);
        }

        var after = response.Headers.RetryAfter;
        return new CallbackAttempt(
            (int)response.StatusCode is >= 500 or 429 ? AttemptStatus.ServerError : AttemptStatus.HttpError,
            string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}"),
            after?.Delta ?? (after?.Date is { } date ? date - _time.GetUtcNow() : null));
    }

    // The outcome is known; whatever happens here changes nothing about it.
    private async Task DrainAsync(HttpResponseMessage response, CancellationToken abort)
    {
        if (response.Content.Headers.ContentLength > LargestDrain)
        {
            return;
        }

        using var patience = new CancellationTokenSource(DrainPatience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, abort);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            var buffer = new byte[1024];
            int read, total = 0;
            while (total <= LargestDrain && (read = await body.ReadAsync(buffer, either.Token)) > 0)
            {
                total += read;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or HttpRequestException)
        {
            // The connection is not used again.
        }
    }

    private static string Version()
    {
        var version = typeof(CallbackSender).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? "0";
    }
}
