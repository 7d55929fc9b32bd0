using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.WebUtilities;
using Sluice.Server.Evidence;

namespace Sluice.Tests.Evidence;

public class EvidenceEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("image/jpeg")]
    [InlineData("audio/mpeg")]
    public async Task A_link_serves_the_file(string contentType)
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        var url = bench.Urls.Make(await bench.Store.SaveAsync("stream1", "f", "hello"u8.ToArray(), contentType, Token));

        using var response = await bench.Client.GetAsync(url, Token);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("hello", await response.Content.ReadAsStringAsync(Token));
        Assert.Equal(contentType, response.Content.Headers.ContentType!.ToString());
        Assert.Equal("private", response.Headers.CacheControl!.ToString());
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task Head_and_ranges_work()
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        var url = bench.Urls.Make(await bench.Store.SaveAsync("stream1", "f", "0123456789"u8.ToArray(), "audio/mpeg", Token));

        using var head = await bench.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, url), Token);
        using var part = await bench.Client.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, url) { Headers = { Range = new RangeHeaderValue(3, 5) } }, Token);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(10, head.Content.Headers.ContentLength);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Token));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("345", await part.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Nothing_but_get_and_head_is_allowed(string method)
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        var url = bench.Urls.Make(await bench.SaveAsync("f", 1));

        using var response = await bench.Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url), Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "HEAD"], response.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_link_with_anything_changed_is_403()
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        var url = bench.Urls.Make(await bench.SaveAsync("f", 1));
        await bench.SaveAsync("g", 1);
        var parts = QueryHelpers.ParseQuery(new Uri(url).Query);
        var (path, e, s) = (url[..url.IndexOf('?', StringComparison.Ordinal)], parts["e"].ToString(), parts["s"].ToString());
        string[] tampered =
        [
            path,
            $"{path}?e={e}",
            $"{path}?s={s}",
            $"{path}?e={e}&s=",
            $"{path}?e={e}0&s={s}",
            $"{path}?e=+{e}&s={s}",
            $"{path}?e={e}&e={e}&s={s}",
            $"{path}?e={e}&s={(s[0] == 'A' ? 'B' : 'A')}{s[1..]}",
            $"{path}?e={e}&s={s[..^1]}",
            $"{path}?e={e}&s={s}AAAA",
            $"{path}?e={e}&s={new string('A', 4_000)}",
            $"{path.Replace("/f.jpg", "/g.jpg", StringComparison.Ordinal)}?e={e}&s={s}",
        ];

        foreach (var wrong in tampered)
        {
            using var response = await bench.Client.GetAsync(wrong, Token);
            Assert.True(HttpStatusCode.Forbidden == response.StatusCode, $"{wrong} is {response.StatusCode}");
        }

        using var right = await bench.Client.GetAsync(url, Token);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Theory]
    [InlineData("../evidence.key")]
    [InlineData("20261122/../../evidence.key")]
    [InlineData("20261122/01/0123abcd/../../../../evidence.key")]
    [InlineData("tmp/x")]
    [InlineData("/etc/passwd")]
    [InlineData("20261122/01/0123abcd/none.jpg")]
    [InlineData("20261122/01/0123abcd/f.jpg\n")]
    public async Task Even_a_signed_path_leads_only_to_evidence(string key)
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        await bench.SaveAsync("f", 1);
        var url = bench.Urls.Make(key);

        // Escaped, so that no client straightens the path.
        var escaped = url.Replace(key, Uri.EscapeDataString(key).Replace(".", "%2E", StringComparison.Ordinal), StringComparison.Ordinal);
        using var response = await bench.Client.GetAsync(escaped, Token);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Forbidden });
        Assert.Equal(EvidenceFolder.IsKey(key), key.EndsWith("none.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_expires()
    {
        await using var bench = new EvidenceBench(("UrlLifetime", "01:00:00"), ("SweepInterval", "1.00:00:00"));
        await bench.StartAsync();
        var url = bench.Urls.Make(await bench.SaveAsync("f", 1));

        bench.Clock.Advance(TimeSpan.FromSeconds(3599));
        Assert.Equal(HttpStatusCode.OK, (await bench.Client.GetAsync(url, Token)).StatusCode);
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.Gone, (await bench.Client.GetAsync(url, Token)).StatusCode);
    }

    [Fact]
    public async Task A_file_that_was_removed_is_404()
    {
        await using var bench = new EvidenceBench();
        await bench.StartAsync();
        var key = await bench.SaveAsync("f", 1);
        File.Delete(Path.Combine(bench.Data, "evidence", key));

        Assert.Equal(HttpStatusCode.NotFound, (await bench.Client.GetAsync(bench.Urls.Make(key), Token)).StatusCode);
    }

    [Fact]
    public async Task The_public_url_may_have_a_path()
    {
        await using var bench = new EvidenceBench { PublicUrl = new Uri("https://live.example/sluice/") };

        Assert.StartsWith("https://live.example/sluice/evidence/k.jpg?e=", bench.Urls.Make("k.jpg"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_made_once_and_is_the_owners_alone()
    {
        await using var bench = new EvidenceBench { PublicUrl = new Uri("http://live.example") };
        var url = bench.Urls.Make("k.jpg");
        var file = Path.Combine(bench.Data, "evidence.key");

        Assert.Equal(32, new FileInfo(file).Length);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        }

        var again = new EvidenceKey(new EvidenceFolder(bench.Data));
        Assert.Equal(await File.ReadAllBytesAsync(file, Token), again.Bytes.ToArray());
        Assert.DoesNotContain(Convert.ToBase64String(again.Bytes), url, StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(bench.Data));
    }
}
