using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Benchmarks;

/// <summary>The sources and players of <see cref="GateBenchmark"/>, in a process of their own.</summary>
internal sealed class GatePeers : IDisposable
{
    /// <summary>The argument that makes this program be that process.</summary>
    public const string Name = "gate-peers";

    // 2.5 Mb/s as a camera sends it: a picture 30 times a second.
    private const int PictureBytes = 2_500_000 / 8 / 30;
    private static readonly TimeSpan PictureTime = TimeSpan.FromSeconds(1) / 30;

    private readonly Process _process;

    private GatePeers(Process process) => _process = process;

    public required int PlainPort { get; init; }

    public required int SecurePort { get; init; }

    /// <summary>A file of the certificate that the secure sources show.</summary>
    public required string Authority { get; init; }

    public static GatePeers Start()
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Name]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var ready = process.StandardOutput.ReadLine()!.Split(' ');
        return new GatePeers(process)
        {
            PlainPort = int.Parse(ready[0], CultureInfo.InvariantCulture),
            SecurePort = int.Parse(ready[1], CultureInfo.InvariantCulture),
            Authority = ready[2],
        };
    }

    /// <summary>Ends what played and plays anew; returns when all are connected.</summary>
    public void Play(string way, int streams, int port, string credential = "-")
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way} {streams} {port} {credential}"));
        _process.StandardOutput.ReadLine();
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(Authority);
    }

    public static async Task RunAsync()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var authority = Path.GetTempFileName();
        await File.WriteAllTextAsync(authority, certificate.ExportCertificatePem());
        var (plain, secure) = (Serve(null), Serve(certificate));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plain} {secure} {authority}"));

        List<Stream> playing = [];
        while (await Console.In.ReadLineAsync() is { } line)
        {
            foreach (var stream in playing)
                await stream.DisposeAsync();
            playing.Clear();
            var words = line.Split(' ');
            for (var i = 0; i < int.Parse(words[1], CultureInfo.InvariantCulture); i++)
                playing.Add(await PlayAsync(words[0], int.Parse(words[2], CultureInfo.InvariantCulture), words[3], words[0] == "https" ? secure : plain));
            Console.WriteLine("playing");
        }
    }

    private static int Serve(X509Certificate2? certificate)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = AcceptAsync();
        return ((IPEndPoint)listener.LocalEndpoint).Port;

        async Task AcceptAsync()
        {
            while (true)
                _ = SendAsync(await listener.AcceptTcpClientAsync(), certificate);
        }
    }

    private static async Task SendAsync(TcpClient player, X509Certificate2? certificate)
    {
        using (player)
        {
            try
            {
                player.NoDelay = true;
                Stream stream = player.GetStream();
                if (certificate is not null)
                {
                    var secured = new SslStream(stream);
                    await secured.AuthenticateAsServerAsync(certificate);
                    stream = secured;
                }

                var picture = new byte[PictureBytes];
                await stream.ReadExactlyAsync(picture.AsMemory(0, 1));
                await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
                using var timer = new PeriodicTimer(PictureTime);
                while (await timer.WaitForNextTickAsync())
                    await stream.WriteAsync(picture);
            }
            catch (IOException)
            {
                // The player has gone.
            }
        }
    }

    private static async Task<Stream> PlayAsync(string way, int port, string credential, int source)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        Stream stream = client.GetStream();
        var authorization = $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(credential))}\r\n\r\n";
        if (way is "rtmp" or "https")
        {
            var host = way == "rtmp" ? "source.invalid:1935" : string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{source}");
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"CONNECT {host} HTTP/1.1\r\n{authorization}"));
            await stream.ReadExactlyAsync(new byte["HTTP/1.1 200 OK\r\n\r\n".Length]);
            var secured = new SslStream(stream, leaveInnerStreamOpen: false, (_, shown, _, _) => shown is not null);
            await secured.AuthenticateAsClientAsync("bench");
            stream = secured;
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            way == "http" ? $"GET http://127.0.0.1:{source}/ HTTP/1.1\r\n{authorization}" : "GET / HTTP/1.1\r\n\r\n"));
        _ = ReadAsync(stream);
        return stream;
    }

    private static async Task ReadAsync(Stream stream)
    {
        try
        {
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // Something else plays.
        }
    }
}
