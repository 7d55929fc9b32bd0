using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Pulling.Gate;

/// <summary>
/// What the gate shows its children inside a tunnel, made anew for each process. They do not verify it, and need not: the tunnel
/// is on this machine, and it opened for their credential.
/// </summary>
internal sealed class GateCertificate : IDisposable
{
    private readonly X509Certificate2 _certificate;

    public GateCertificate(TimeProvider time)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = time.GetUtcNow();
        _certificate = new CertificateRequest("CN=sluice gate", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddYears(10));
        Options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(_certificate, additionalCertificates: null, offline: true),
            AllowRenegotiation = false,
            AllowTlsResume = false,
        };
    }

    public SslServerAuthenticationOptions Options { get; }

    public void Dispose() => _certificate.Dispose();
}
