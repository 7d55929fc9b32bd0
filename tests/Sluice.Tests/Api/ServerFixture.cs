using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Protocol;
using Sluice.Server.Api.Keys;
using Sluice.Server.Egress;
using Sluice.Server.Hosting;
using Sluice.Server.Storage;

namespace Sluice.Tests.Api;

/// <summary>A real server on a port of its own, with tenants to call it as.</summary>
public sealed class ServerFixture : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("sluice-api-");
    private SluiceServer? _server;

    public HttpClient Http { get; } = new();

    /// <summary>Finds the addresses of names; null: the operating system's resolver.</summary>
    internal HostLookup? Lookup { get; init; }

    /// <summary>Beside those that every test server has. Set before it starts.</summary>
    internal Dictionary<string, string?> Settings { get; } = new()
    {
        ["Sluice:Egress:Allow:0"] = "127.0.0.0/8",
        ["Sluice:Egress:Ports:0"] = "1-65535",
        ["Logging:LogLevel:Default"] = "Critical",
    };

    internal IServiceProvider Services => _server!.Services;

    internal string DatabasePath => Path.Combine(_data.FullName, ServerBuilder.DatabaseFile);

    internal IStore Store => _server!.Services.GetRequiredService<IStore>();

    public async ValueTask InitializeAsync()
    {
        _server = await SluiceServer.StartAsync(
            new ServerSetup("http://127.0.0.1:0", _data.FullName, Settings) { Lookup = Lookup }, CancellationToken.None);
        Http.BaseAddress = _server.Url;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        Http.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>A key of a tenant, which is new unless it is named again.</summary>
    internal async Task<KeyRow> CreateKeyAsync(
        string? tenant = null,
        int maxQps = 100_000,
        int maxStreams = 100_000,
        KeyPermissions permissions = KeyPermissions.All,
        MessageLanguage language = MessageLanguage.English,
        DateTimeOffset? expiresAt = null) => await Store.CreateKeyAsync(
        new KeyRow
        {
            AccessKey = KeyGenerator.AccessKey(),
            Permissions = permissions,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            ExpiresAt = expiresAt,
            Tenant = new TenantRow
            {
                Name = tenant ?? $"t{Guid.NewGuid():N}",
                Applications = ["default"],
                MaxQps = maxQps,
                MaxStreams = maxStreams,
                Language = language,
                SecretKey = KeyGenerator.SecretKey(),
                CallbackSecrets = [KeyGenerator.CallbackSecret()],
            },
        },
        CancellationToken.None);

    public Task<Answer> CallAsync(string path, string json) => CallAsync(path, Encoding.UTF8.GetBytes(json));

    public async Task<Answer> CallAsync(string path, byte[] body)
    {
        using var response = await SendAsync(path, body);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(), ProtocolJson.Wire.Answer)!;
        Assert.Matches("^[0-9a-f]{32}$", answer.RequestId);
        Assert.Equal(answer.Code != ResponseCode.Success, answer.Detail?.Reason is not null);
        return answer;
    }

    public async Task<HttpResponseMessage> SendAsync(string path, byte[] body, string? contentEncoding = null)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
        if (contentEncoding is not null)
        {
            content.Headers.ContentEncoding.Add(contentEncoding);
        }

        return await Http.PostAsync(path, content, TestContext.Current.CancellationToken);
    }
}
