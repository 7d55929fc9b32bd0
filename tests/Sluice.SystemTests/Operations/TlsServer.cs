using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.SystemTests.Processes;

namespace Sluice.SystemTests.Operations;

/// <summary>A server with HTTPS, and a client that trusts its certificate only.</summary>
internal static class TlsServer
{
    private const string Password = "for this test";

    public static async Task<SluiceProcess> StartAsync(TemporaryFolder data)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sluice system test", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var file = data.File("server.pfx");
        await File.WriteAllBytesAsync(file, certificate.Export(X509ContentType.Pkcs12, Password), TestContext.Current.CancellationToken);
        var thumbprint = certificate.GetCertHashString(HashAlgorithmName.SHA256);

        var handler = new HttpClientHandler
        {
            AllowAutoRedirect = true,
            ServerCertificateCustomValidationCallback = (_, shown, _, _) =>
                shown?.GetCertHashString(HashAlgorithmName.SHA256) == thumbprint,
        };
        var server = await SluiceProcess.StartAsync(
            data.Path, "https://127.0.0.1:0", handler,
            [$"Kestrel:Certificates:Default:Path={file}", $"Kestrel:Certificates:Default:Password={Password}"]);
        server.Client.DefaultRequestVersion = HttpVersion.Version20;
        server.Client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return server;
    }
}
