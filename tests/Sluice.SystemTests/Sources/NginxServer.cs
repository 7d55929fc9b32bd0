using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Sources;

/// <summary>An RTMP server as platforms run it: takes publishers, serves them over RTMP and as HLS. One for all tests.</summary>
public sealed class NginxServer : IAsyncLifetime
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(10);

    private const int Attempts = 3;

    private const string ConfigurationFile = "nginx.conf";

    private static readonly string[] Modules = ["/usr/lib/nginx/modules", "/usr/share/nginx/modules"];

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _published = new();
    private WebApplication? _notified;
    private RunningProgram? _nginx;

    public int RtmpPort { get; private set; }

    public int HttpPort { get; private set; }

    /// <summary>Where files are served from.</summary>
    public string Files => _folder.Path;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(_folder.File("hls"));
        await StartNotifiedAsync();
        for (var attempt = 1; !await StartsAsync(); attempt++)
        {
            // Another program may have taken a port between the look and the start.
            var errors = _nginx!.Errors;
            Assert.True(attempt < Attempts && errors.Contains("Address already in use", StringComparison.Ordinal), $"nginx ended: {errors}");
            await _nginx.DisposeAsync();
        }
    }

    /// <summary>Completes when somebody publishes under this name.</summary>
    public Task PublishedAsync(string name) => Published(name).Task.WaitAsync(StartsWithin);

    public async ValueTask DisposeAsync()
    {
        if (_nginx is not null)
            await _nginx.DisposeAsync();
        if (_notified is not null)
        {
            await _notified.StopAsync(CancellationToken.None);
            await _notified.DisposeAsync();
        }
        _folder.Dispose();
    }

    private TaskCompletionSource Published(string name) =>
        _published.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task StartNotifiedAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _notified = builder.Build();
        _notified.Run(async context =>
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            Published(form["name"].ToString()).TrySetResult();
        });
        await _notified.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>False when it has ended again.</summary>
    private async Task<bool> StartsAsync()
    {
        (RtmpPort, HttpPort) = (FreePort.Take(), FreePort.Take());
        var configuration = Configuration();
        var file = _folder.File(ConfigurationFile);
        await File.WriteAllTextAsync(file, configuration, TestContext.Current.CancellationToken);
        var nginx = new RunningProgram("nginx", Find("nginx", "/usr/sbin", "/usr/bin", "/sbin"), ["-c", file, "-p", _folder.Path, "-e", "stderr"]);
        _nginx = nginx;
        using var client = new HttpClient();
        await Eventually.BeTrueAsync(
            async () => !nginx.IsRunning || await AnswersAsync(client, configuration), StartsWithin, $"nginx answers or ends ({nginx.Errors})");
        if (nginx.IsRunning)
            return true;
        await nginx.WaitForExitAsync(StartsWithin);
        return false;
    }

    /// <summary>It is this server that answers: its own configuration is among the files that it serves.</summary>
    private async Task<bool> AnswersAsync(HttpClient client, string configuration)
    {
        try
        {
            var answer = await client.GetStringAsync(new Uri($"http://127.0.0.1:{HttpPort}/{ConfigurationFile}"), TestContext.Current.CancellationToken);
            return answer == configuration;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Find(string name, params string[] folders) =>
        folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists)
        ?? throw new InvalidOperationException($"{name} was not found: install nginx and libnginx-mod-rtmp");

    private string Configuration() => $$"""
        load_module {{Find("ngx_rtmp_module.so", Modules)}};
        daemon off;
        # One process, of whoever runs the tests: nothing is left when it is killed.
        master_process off;
        worker_processes 1;
        pid nginx.pid;
        error_log stderr warn;
        events { worker_connections 256; }
        rtmp {
          server {
            listen 127.0.0.1:{{RtmpPort}};
            application live {
              live on;
              on_publish {{_notified!.Urls.First()}}/published;
              hls on;
              hls_path {{_folder.File("hls")}};
              hls_fragment 1s;
              hls_playlist_length 6s;
            }
          }
        }
        http {
          access_log off;
          client_body_temp_path {{_folder.File("body")}};
          proxy_temp_path {{_folder.File("proxy")}};
          fastcgi_temp_path {{_folder.File("fastcgi")}};
          uwsgi_temp_path {{_folder.File("uwsgi")}};
          scgi_temp_path {{_folder.File("scgi")}};
          types {
            application/vnd.apple.mpegurl m3u8;
            video/mp2t ts;
            video/x-flv flv;
            video/mp4 mp4;
          }
          server {
            listen 127.0.0.1:{{HttpPort}};
            root {{_folder.Path}};
          }
        }
        """;
}
