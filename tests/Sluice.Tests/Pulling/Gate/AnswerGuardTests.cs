using System.Text;
using Sluice.Server.Pulling.Gate;

namespace Sluice.Tests.Pulling.Gate;

public class AnswerGuardTests
{
    private const string Body = "#EXTM3U\n#EXTINF:1,\nhttpproxy://10.0.0.1:80/a.ts\n";

    [Theory]
    [InlineData(Body)]
    [InlineData("crypto+httpproxy:x")]
    [InlineData("httphttpproxy")]
    public void The_word_is_found_however_it_comes(string body)
    {
        for (var piece = 1; piece <= body.Length; piece++)
        {
            Assert.False(Passes(new AnswerGuard(isChunked: false), body, piece));
            for (var chunk = 1; chunk < body.Length; chunk++)
                Assert.False(Passes(new AnswerGuard(isChunked: true), Chunked(body, chunk), piece));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nhttps://h/a.ts\nhttp proxy httpprox")]
    public void What_does_not_hold_it_passes(string body)
    {
        for (var piece = 1; piece <= body.Length + 1; piece++)
        {
            Assert.True(Passes(new AnswerGuard(isChunked: false), body, piece));
            Assert.True(Passes(new AnswerGuard(isChunked: true), Chunked(body, 3), piece));
        }
    }

    [Theory]
    [InlineData("3\r\nabc\r\n0\r\n\r\n", true)]
    [InlineData("3;x=y\nabc\n0\n\n", true)]
    [InlineData("0003  \r\nabc\r\n0\r\nTrailer: httpproxy\r\n\r\n", true)]
    [InlineData("-3\r\nabc", false)]
    [InlineData("0x3\r\nabc", false)]
    [InlineData("x3\r\nabc", false)]
    [InlineData("\r\n3\r\nabc", false)]
    [InlineData("3\r\nabcd\r\n", false)]
    [InlineData("ffffffffffffffff\r\nabc", false)]
    public void Chunks_that_others_may_read_otherwise_do_not_pass(string body, bool passes) =>
        Assert.Equal(passes, Passes(new AnswerGuard(isChunked: true), body, 1));

    [Theory]
    [InlineData("", true)]
    [InlineData("Transfer-Encoding: chunked\r\n", true)]
    [InlineData("Via: 1.1 httpproxy\r\n", true)]
    [InlineData("Location: https://h/x\r\n", true)]
    [InlineData("Location: HttpProxy://10.0.0.1:80/x\r\n", false)]
    [InlineData("location:httpproxy://10.0.0.1:80/x\r\n", false)]
    [InlineData("Transfer-Encoding: gzip, chunked\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", false)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", false)]
    [InlineData("Content-Encoding: gzip\r\n", false)]
    [InlineData("Content-Encoding: identity\r\n", true)]
    public void Heads_that_leave_the_body_in_doubt_do_not_pass(string lines, bool passes) =>
        Assert.Equal(passes, ResponseHead.Guard($"HTTP/1.1 200 OK\r\n{lines}\r\n") is not null);

    [Fact]
    public void Text_between_the_pieces_of_a_body_is_neither_asked_for_nor_announced()
    {
        Assert.DoesNotContain("Icy", ProxyRequest.Parse("GET http://h/x HTTP/1.1\r\nIcy-MetaData: 1\r\n\r\n")!.Forwarded, StringComparison.Ordinal);
        Assert.Equal(
            "GET /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
            ProxyRequest.Inner("GET /x HTTP/1.1\r\nIcy-MetaData: 1\r\nConnection: keep-alive\r\nHost: h\r\n\r\n"));
        Assert.DoesNotContain("icy", ResponseHead.Rewrite("HTTP/1.1 200 OK\r\nicy-metaint: 100\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST /x HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("GET http://other/x HTTP/1.1\r\nHost: h\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    public void What_asks_for_more_than_a_page_through_a_tunnel_is_not_served(string head) => Assert.Null(ProxyRequest.Inner(head));

    private static bool Passes(AnswerGuard guard, string body, int piece) =>
        Encoding.ASCII.GetBytes(body).Chunk(piece).All(bytes => guard.Allows(bytes));

    private static string Chunked(string body, int size) =>
        string.Concat(body.Chunk(size).Select(part => $"{part.Length:x}\r\n{new string(part)}\r\n")) + "0\r\n\r\n";
}
