using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Tests.Pulling.Gate;

/// <summary>An authority of the test's own: nobody trusts it but those who are given its file.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"sluice-authority-{Guid.NewGuid():N}.pem");

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=sluice test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-100), now.AddDays(100));
        File.WriteAllText(_path, _certificate.ExportCertificatePem());
    }

    /// <summary>A PEM file of the authority's certificate.</summary>
    public string FilePath => _path;

    /// <summary>A certificate for a server, valid for 127.0.0.1 and 127.0.0.2 today unless something else is said.</summary>
    public X509Certificate2 Issue(string? host = null, int fromDay = -1, int toDay = 1, string? issuerAt = null, string? usage = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host ?? "sluice test"}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null)
        {
            names.AddIpAddress(IPAddress.Loopback);
            names.AddIpAddress(IPAddress.Parse("127.0.0.2"));
        }
        else
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        if (usage is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (issuerAt is not null)
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(null, [issuerAt]));
        var now = TimeProvider.System.GetUtcNow();
        using var bare = request.Create(_certificate, now.AddDays(fromDay), now.AddDays(toDay), RandomNumberGenerator.GetBytes(8));
        return bare.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        File.Delete(_path);
        _certificate.Dispose();
        _key.Dispose();
    }
}
