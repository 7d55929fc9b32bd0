using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Egress;

/// <summary>How the certificates of servers are verified that were named by others.</summary>
internal static class CertificateRules
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// A policy for one verification. Nothing is fetched for it: a certificate names addresses of its issuers, revocation lists
    /// included, and they are the server's to choose. So a server must send its whole chain.
    /// </summary>
    public static X509ChainPolicy Create()
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new(ServerAuthentication));
        return policy;
    }
}
