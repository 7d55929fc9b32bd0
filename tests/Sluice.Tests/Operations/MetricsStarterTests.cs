using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;
using Sluice.Server.Operations;
using Sluice.Server.Pulling;

namespace Sluice.Tests.Operations;

public class MetricsStarterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_pulls_count_is_shown_and_no_host_that_was_looked_up_or_called()
    {
        const string name = "a-host-that-somebody-named.invalid";
        using var starter = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await new MetricsStarter().StartAsync(Cancellation);

        new PullMetrics(starter.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>()).OnStopped(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<SocketException>(() => Dns.GetHostAddressesAsync(name, Cancellation));
        using var http = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://{name}/"), Cancellation));

        using var text = new MemoryStream();
        await Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text, Cancellation);
        var shown = Encoding.UTF8.GetString(text.ToArray());
        Assert.Contains("sluice_pull_stop_seconds_count", shown);
        Assert.DoesNotContain(name, shown);
    }
}
